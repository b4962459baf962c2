//! The static coefficient: outcome on joined, with an effect per unit and per period.

use super::within::{Within, product};
use crate::{
    error::{Result, not_estimable},
    panel::Panel,
};

/// The fitted regression. Units are the clusters.
#[derive(Debug, Clone)]
pub struct TwoWayFixedEffects {
    /// In the unit of the outcome.
    pub coefficient: f64,
    /// Cells with an outcome.
    pub observations: usize,
    /// Units with an outcome.
    pub clusters: usize,
    pub(super) within: Within,
    pub(super) periods: usize,
    /// Joined, beside what units and periods explain of it; tables of [`Within`].
    pub(super) joined: Vec<f64>,
    /// Its sum of squares.
    pub(super) variation: f64,
    pub(super) outcome: Vec<f64>,
    pub(super) residuals: Vec<f64>,
    /// Joined as it is.
    pub(super) indicator: Vec<f64>,
}

impl TwoWayFixedEffects {
    /// # Errors
    /// `NotEstimable` where there are fewer than two units, or where units and periods tell all about joining: nobody
    /// joins, or all at once.
    pub fn of(panel: &Panel) -> Result<Self> {
        let observed = |unit: &usize| panel.row(*unit).iter().any(|outcome| outcome.is_finite());
        let units: Vec<usize> = (0..panel.units().len()).filter(observed).collect();
        if units.len() < 2 {
            return not_estimable("a regression needs two units at least");
        }
        let within = Within::of(panel, &units)?;
        let outcome = within.residuals(&within.table(|row, period| panel.row(units[row])[period]));
        let indicator = within.table(|row, period| f64::from(u8::from(panel.is_treated(units[row], period))));
        let joined = within.residuals(&indicator);
        let variation = product(&joined, &joined);
        // A share of cells: what rounding leaves of nothing is far below a millionth of one cell.
        if variation < 1e-6 {
            return not_estimable("units and periods tell all about joining: nobody joins, or all at once");
        }
        let coefficient = product(&joined, &outcome) / variation;
        let residuals = outcome.iter().zip(&joined).map(|(y, x)| y - coefficient * x).collect();
        Ok(Self {
            coefficient,
            observations: within.cells(),
            clusters: units.len(),
            periods: panel.periods().len(),
            within,
            joined,
            variation,
            outcome,
            residuals,
            indicator,
        })
    }

    /// Sums of `table` · residual, a number per cluster.
    pub(super) fn scores(&self, table: &[f64]) -> Vec<f64> {
        let (left, right) = (self.within.rows(table), self.within.rows(&self.residuals));
        left.zip(right).map(|(left, right)| product(left, right)).collect()
    }
}
