//! One comparison made: the change of a wave beside that of its controls, and what each unit contributes.

use std::ops::Range;

use super::{Adjustment, Cell, Covariates, Estimate, LeftOut, Why, adjust, layout::Layout, plan::Plan};

/// A comparison with what is needed to get its influence function again. Without covariates that is four numbers, not
/// one per unit: a long panel of many waves has thousands of comparisons.
#[derive(Debug, Clone)]
pub(super) struct Comparison {
    pub plan: Plan,
    pub influence: Influence,
}

#[derive(Debug, Clone)]
pub(super) enum Influence {
    Means {
        wave: Side,
        controls: Side,
    },
    /// By row, of the rows compared.
    Rows(Vec<(usize, f64)>),
}

/// Units with a value on both ends, and the mean of their changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    pub units: usize,
    mean: f64,
    /// Sum of the squared distances from the mean.
    squares: f64,
}

/// The change from base to period, row by row; NaN where either is missing.
#[derive(Clone, Copy)]
pub(super) struct Change<'a> {
    now: &'a [f64],
    base: &'a [f64],
    share: f64,
}

impl<'a> Change<'a> {
    pub fn of(layout: &'a Layout, plan: &Plan) -> Self {
        let (base, periods) = layout.base(&plan.base);
        Self { now: layout.column(plan.period), base, share: periods.recip() }
    }

    pub fn of_rows(self, rows: &Range<usize>) -> impl Iterator<Item = f64> {
        let pairs = self.now[rows.clone()].iter().zip(&self.base[rows.clone()]);
        pairs.map(move |(now, base)| now - base * self.share)
    }

    fn side(self, ranges: &[Range<usize>]) -> Option<Side> {
        let observed = || ranges.iter().flat_map(|rows| self.of_rows(rows)).filter(|change| !change.is_nan());
        let (mut units, mut sum) = (0, 0.0);
        observed().for_each(|change| (units, sum) = (units + 1, sum + change));
        let mean = sum / units as f64;
        let mut squares = 0.0;
        observed().for_each(|change| squares += (change - mean).powi(2));
        (units > 0).then_some(Side { units, mean, squares })
    }
}

type Compared = Result<(Cell, Comparison), LeftOut>;

pub(super) fn compare(layout: &Layout, plan: Plan, adjust: Option<(&Covariates, Adjustment)>) -> Compared {
    let (joined, period) = (layout.waves[plan.wave].joined, layout.periods[plan.period]);
    let made = match adjust {
        None => means(layout, &plan),
        Some((covariates, adjustment)) => adjust::compare(layout, &plan, covariates, adjustment),
    };
    let (estimate, [units, controls], influence) =
        made.map_err(|why| LeftOut { joined, period: Some(period), why })?;
    Ok((Cell { joined, period, estimate, units, controls }, Comparison { plan, influence }))
}

/// Units compared on each side and what came out.
pub(super) type Made = Result<(Estimate, [usize; 2], Influence), Why>;

fn means(layout: &Layout, plan: &Plan) -> Made {
    let change = Change::of(layout, plan);
    let controls = change.side(&plan.controls).ok_or(Why::NoControl)?;
    let wave = change.side(std::slice::from_ref(&layout.waves[plan.wave].rows)).ok_or(Why::NoUnit)?;
    // √(mean(ψ²)/n) with ψ = ±(n/units)·(change − mean): n cancels.
    let variance = |side: Side| side.squares / (side.units as f64).powi(2);
    let estimate = Estimate {
        effect: wave.mean - controls.mean,
        standard_error: (variance(wave) + variance(controls)).sqrt(),
    };
    Ok((estimate, [wave.units, controls.units], Influence::Means { wave, controls }))
}

impl Comparison {
    /// Adds `weight` · ψ of every row.
    pub fn add_influence(&self, layout: &Layout, weight: f64, rows: &mut [f64]) {
        match &self.influence {
            Influence::Rows(own) => own.iter().for_each(|(row, influence)| rows[*row] += weight * influence),
            Influence::Means { wave, controls } => {
                let change = Change::of(layout, &self.plan);
                let n = weight * layout.len() as f64;
                add(rows, change, &layout.waves[self.plan.wave].rows, *wave, n);
                self.plan.controls.iter().for_each(|range| add(rows, change, range, *controls, -n));
            }
        }
    }
}

fn add(into: &mut [f64], change: Change<'_>, rows: &Range<usize>, side: Side, n: f64) {
    let scale = n / side.units as f64;
    for (into, change) in into[rows.clone()].iter_mut().zip(change.of_rows(rows)) {
        *into += if change.is_nan() { 0.0 } else { scale * (change - side.mean) };
    }
}
