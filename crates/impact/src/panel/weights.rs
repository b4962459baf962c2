//! An estimate as a weighted sum of outcomes: which cells counted, and how much.

use super::Panel;

/// θ = Σ W\[unit, period\] · Y\[unit, period\]; row by row, 0 where a cell did not count.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    periods: usize,
    values: Vec<f64>,
}

impl Weights {
    pub fn zero(panel: &Panel) -> Self {
        let periods = panel.periods().len();
        Self { periods, values: vec![0.0; panel.units().len() * periods] }
    }

    /// The weights of one unit, a number per period of the panel.
    pub fn row(&self, unit: usize) -> &[f64] {
        &self.values[unit * self.periods..(unit + 1) * self.periods]
    }

    pub fn row_mut(&mut self, unit: usize) -> &mut [f64] {
        &mut self.values[unit * self.periods..(unit + 1) * self.periods]
    }

    pub fn at(&self, unit: usize, period: usize) -> f64 {
        self.row(unit)[period]
    }

    pub fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.values.chunks(self.periods.max(1))
    }

    /// The estimate these weights give of this panel's outcomes. A missing cell has no weight.
    pub fn apply(&self, panel: &Panel) -> f64 {
        let rows = self.rows().enumerate();
        rows.map(|(unit, weights)| dot(weights, panel.row(unit))).sum()
    }

    /// How many cells weigh more than this.
    pub fn counted(&self, more_than: f64) -> usize {
        self.values.iter().filter(|weight| weight.abs() > more_than).count()
    }
}

/// Skips what has no weight, so that a missing outcome there does no harm.
pub(crate) fn dot(weights: &[f64], outcomes: &[f64]) -> f64 {
    weights.iter().zip(outcomes).filter(|(weight, _)| **weight != 0.0).map(|(w, y)| w * y).sum()
}
