//! The rate of each period, by Poisson likelihood with the units' levels profiled out.
//!
//! Given the rates, a unit's level is its total over what the rates expect of it. What remains is concave in the logs
//! of the rates, and Newton's steps end at the fixed point of iterative proportional fitting in far fewer rounds. A
//! factor that is known from a panel that differs little serves as well as the exact one.

use std::borrow::Cow;

use nalgebra::DVector;

use super::{History, Why};
use crate::{
    error::{Result, not_estimable},
    two_way::{Components, Equations, Solved},
};

/// Steps on the log scale below this end the search.
const CONVERGED: f64 = 1e-12;
/// Steps that get no shorter are rounding once they are below this.
const ROUNDING: f64 = 1e-9;
const ROUNDS: usize = 200;

#[derive(Debug, Clone)]
pub(super) struct Rates {
    /// Per period, up to a factor per component; 0 where nothing was counted.
    by_period: Vec<f64>,
    /// Whether any untreated cell has the period.
    touched: Vec<bool>,
    components: Components,
    factor: Solved,
}

impl Rates {
    pub fn of(periods: usize, histories: &[History], known: Option<&Self>) -> Result<Self> {
        let totals = Totals::of(periods, histories);
        let live: Vec<&History> = histories.iter().filter(|history| history.total > 0.0).collect();
        let masks = totals.masks(&live);
        let components = Components::of(periods, masks.iter().map(AsRef::as_ref));
        let search = Search { live: &live, totals: &totals, components: &components };
        let usable =
            known.filter(|known| (0..periods).all(|p| known.factor.held()[p] == components.is_held(p)));
        let (rates, factor) = search.run(usable)?;
        Ok(Self { by_period: rates, touched: totals.touched, components, factor })
    }

    pub fn period(&self, period: usize) -> f64 {
        self.by_period[period]
    }

    /// Whether the period was observed and counted nothing.
    pub fn is_zero(&self, period: usize) -> bool {
        self.touched[period] && self.by_period[period] <= 0.0
    }

    /// The unit's level: what it counted over what the rates expect of a unit of level 1.
    pub fn level(&self, history: &History) -> f64 {
        if history.total > 0.0 { history.total / history.expected(&self.by_period) } else { 0.0 }
    }

    /// Whether an expected count can be given for this unit in this period. A level or a rate of 0 needs no comparison.
    pub fn connected(&self, history: &History, period: usize) -> std::result::Result<(), Why> {
        if history.cells == 0 {
            return Err(Why::NoBaseline);
        }
        if !self.touched[period] {
            return Err(Why::NoControl);
        }
        let own = (0..self.by_period.len()).find(|&p| history.exposure[p] > 0.0 && self.by_period[p] > 0.0);
        let zero = history.total <= 0.0 || self.by_period[period] <= 0.0;
        let together =
            own.and_then(|own| self.components.component(own)) == self.components.component(period);
        if zero || together { Ok(()) } else { Err(Why::NotConnected) }
    }
}

/// What was counted, and over what, in each period.
struct Totals {
    count: Vec<f64>,
    exposure: Vec<f64>,
    touched: Vec<bool>,
}

impl Totals {
    fn of(periods: usize, histories: &[History]) -> Self {
        let (mut count, mut exposure) = (vec![0.0; periods], vec![0.0; periods]);
        for history in histories {
            count.iter_mut().zip(&history.count).for_each(|(sum, own)| *sum += own);
            exposure.iter_mut().zip(&history.exposure).for_each(|(sum, own)| *sum += own);
        }
        let touched = exposure.iter().map(|exposure| *exposure > 0.0).collect();
        Self { count, exposure, touched }
    }

    /// The exposures without periods of rate 0, which say nothing about the rest.
    fn masks<'a>(&self, live: &[&'a History]) -> Vec<Cow<'a, [f64]>> {
        let counted = |(count, exposure): (&f64, &f64)| if *count > 0.0 { *exposure } else { 0.0 };
        let cut = |history: &History| self.count.iter().zip(&history.exposure).map(counted).collect();
        let whole = self.count.iter().all(|count| *count > 0.0);
        live.iter()
            .map(
                |history| if whole { Cow::Borrowed(&history.exposure[..]) } else { Cow::Owned(cut(history)) },
            )
            .collect()
    }
}

struct Search<'a> {
    live: &'a [&'a History],
    totals: &'a Totals,
    components: &'a Components,
}

/// A point of the search.
struct Point {
    rates: Vec<f64>,
    likelihood: f64,
    /// Counted less expected, per period.
    gap: DVector<f64>,
}

impl Search<'_> {
    fn run(&self, known: Option<&Rates>) -> Result<(Vec<f64>, Solved)> {
        let mut point = self.at(known.map_or_else(|| self.start(), |known| self.from(known)));
        let mut factor = match known {
            Some(known) => known.factor.clone(),
            None => self.factor(&point.rates)?,
        };
        let (mut last, mut own) = (f64::INFINITY, false);
        for _ in 0..ROUNDS {
            let step = factor.solve(point.gap.clone());
            let size = step.iter().fold(0.0, |most: f64, step| most.max(step.abs()));
            let stalled = size > 0.3 * last;
            if size <= CONVERGED || stalled && own && size <= ROUNDING {
                return Ok((point.rates, factor));
            }
            // A factor of another place is kept while it closes in fast.
            if stalled {
                own = true;
                factor = self.factor(&point.rates)?;
            }
            last = if stalled { f64::INFINITY } else { size };
            point = self.step(&point, &step, size);
        }
        not_estimable("the counts before joining leave no finite fit: too few of them, too far apart")
    }

    /// The raw rate of each period.
    fn start(&self) -> Vec<f64> {
        let totals = self.totals.count.iter().zip(&self.totals.exposure);
        totals.map(|(count, exposure)| if *count > 0.0 { count / exposure } else { 0.0 }).collect()
    }

    /// Known rates, where they are rates here too.
    fn from(&self, known: &Rates) -> Vec<f64> {
        let start = self.start();
        let rates = known.by_period.iter().zip(&start);
        rates.map(|(known, start)| if *start > 0.0 && *known > 0.0 { *known } else { *start }).collect()
    }

    fn at(&self, rates: Vec<f64>) -> Point {
        let mut gap = DVector::from_column_slice(&self.totals.count);
        let logs = self.totals.count.iter().zip(&rates).filter(|(count, _)| **count > 0.0);
        let mut likelihood: f64 = logs.map(|(count, rate)| count * rate.ln()).sum();
        for history in self.live {
            let expected = history.expected(&rates);
            let level = history.total / expected;
            likelihood -= history.total * expected.ln();
            for ((gap, exposure), rate) in
                gap.as_mut_slice().iter_mut().zip(history.until_joined()).zip(&rates)
            {
                *gap -= level * exposure * rate;
            }
        }
        Point { rates, likelihood, gap }
    }

    /// A step, halved while it leads down; near the top rounding hides what a step gains, and it is taken as it is.
    fn step(&self, from: &Point, step: &[f64], size: f64) -> Point {
        let mut length = (2.0 / size).min(1.0);
        loop {
            let rates = from.rates.iter().zip(step).map(|(rate, step)| rate * (length * step).exp());
            let to = self.at(rates.collect());
            let slack = 1e-10 * from.likelihood.abs();
            if to.likelihood >= from.likelihood - slack || length < 1e-3 {
                return to;
            }
            length /= 2.0;
        }
    }

    fn factor(&self, rates: &[f64]) -> Result<Solved> {
        let mut equations = Equations::zero(rates.len());
        for history in self.live {
            let level = history.total / history.expected(rates);
            let expected: Vec<f64> =
                history.exposure.iter().zip(rates).map(|(exposure, rate)| level * exposure * rate).collect();
            equations.add(&expected, history.total, 1.0);
        }
        equations.factor(self.components)
    }
}
