//! The cells a unit is known by before joining, and which of them hang together.

use crate::panel::Panel;

/// The untreated, observed cells of one unit.
#[derive(Debug, Clone)]
pub(super) struct Baseline {
    /// 1 where the cell is untreated and observed, else 0; a number per period.
    pub mask: Vec<f64>,
    /// The outcome there, else 0.
    pub outcome: Vec<f64>,
    pub count: f64,
    pub mean: f64,
}

impl Baseline {
    pub fn of(panel: &Panel, unit: usize) -> Self {
        let untreated =
            |period: usize| panel.outcome(unit, period).filter(|_| !panel.is_treated(unit, period));
        let cells: Vec<Option<f64>> = (0..panel.periods().len()).map(untreated).collect();
        let mask: Vec<f64> = cells.iter().map(|cell| f64::from(cell.is_some())).collect();
        let outcome: Vec<f64> = cells.iter().map(|cell| cell.unwrap_or(0.0)).collect();
        let count: f64 = mask.iter().sum();
        let mean = if count > 0.0 { outcome.iter().sum::<f64>() / count } else { 0.0 };
        Self { mask, outcome, count, mean }
    }

    /// The periods of its cells.
    pub fn periods(&self) -> impl Iterator<Item = usize> {
        self.mask.iter().enumerate().filter(|(_, mask)| **mask > 0.0).map(|(period, _)| period)
    }

    /// The mean of a value per period over its cells.
    pub fn mean_of(&self, by_period: &[f64]) -> f64 {
        let sum: f64 = self.mask.iter().zip(by_period).map(|(mask, value)| mask * value).sum();
        if self.count > 0.0 { sum / self.count } else { 0.0 }
    }
}

/// Periods that hang together through the units they share: only within one component can effects of units and of
/// periods be told apart.
#[derive(Debug, Clone)]
pub(super) struct Components {
    parent: Vec<usize>,
    touched: Vec<bool>,
    /// Touched periods and merges so far. Leaving units out can only lower it, and where it stays the same, so does
    /// what hangs together.
    rank: usize,
}

impl Components {
    pub fn of<'a>(periods: usize, baselines: impl IntoIterator<Item = &'a Baseline>) -> Self {
        Self::reaching(periods, baselines, usize::MAX)
    }

    /// Stops early once the rank is reached.
    pub fn reaching<'a>(
        periods: usize,
        baselines: impl IntoIterator<Item = &'a Baseline>,
        rank: usize,
    ) -> Self {
        let mut all = Self { parent: (0..periods).collect(), touched: vec![false; periods], rank: 0 };
        for baseline in baselines {
            if all.rank >= rank {
                break;
            }
            let mut first = None;
            for period in baseline.periods() {
                all.touch(period);
                all.merge(*first.get_or_insert(period), period);
            }
        }
        all
    }

    pub const fn rank(&self) -> usize {
        self.rank
    }

    /// A name of the component of this period; `None` where no untreated cell has it.
    pub fn component(&self, period: usize) -> Option<usize> {
        self.touched[period].then(|| self.root(period))
    }

    fn root(&self, mut period: usize) -> usize {
        while self.parent[period] != period {
            period = self.parent[period];
        }
        period
    }

    fn touch(&mut self, period: usize) {
        self.rank += usize::from(!std::mem::replace(&mut self.touched[period], true));
    }

    fn merge(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        if one != other {
            self.parent[one.max(other)] = one.min(other);
            self.rank += 1;
        }
    }
}
