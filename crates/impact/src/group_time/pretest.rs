//! Were the waves and their controls moving alike before? A joint test of all comparisons before joining.

use nalgebra::{DMatrix, DVector};
use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::GroupTime;
use crate::{
    error::{Result, not_estimable},
    linear,
};

/// Wald test that all comparisons before joining (and before anticipation) are 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pretest {
    /// `n · a' V⁻¹ a`, a the comparisons and V the covariance of their influence functions.
    pub statistic: f64,
    /// How many comparisons are tested.
    pub degrees_of_freedom: usize,
    pub p_value: f64,
}

impl GroupTime<'_> {
    /// The comparisons that are tested: those before joining that vary.
    pub fn pretested(&self) -> Vec<usize> {
        let anticipation = i64::from(self.anticipation);
        let before = |index: &usize| {
            let cell = &self.cells[*index];
            cell.event_time() < -anticipation && cell.estimate.standard_error > 0.0
        };
        (0..self.cells.len()).filter(before).collect()
    }

    /// # Errors
    /// `NotEstimable` where there is nothing to test, or where the covariance of the comparisons is singular, as it
    /// always is with as many comparisons as units: its inverse, and so the statistic, would be rounding noise.
    pub fn pretest(&self) -> Result<Pretest> {
        let (tested, n) = (self.pretested(), self.layout.len());
        if tested.is_empty() {
            return not_estimable("no comparison before joining that varies, so nothing to test");
        }
        if tested.len() >= n {
            return not_estimable(format!(
                "{} comparisons before joining cannot be tested together with {n} units; there must be more units",
                tested.len()
            ));
        }
        let mut influence = DMatrix::zeros(n, tested.len());
        for (mut column, &cell) in influence.column_iter_mut().zip(&tested) {
            self.comparisons[cell].add_influence(&self.layout, 1.0, column.as_mut_slice());
        }
        let Some(inverse) = linear::inverse(influence.tr_mul(&influence) / n as f64) else {
            return not_estimable(format!(
                "the {} comparisons before joining depend on each other, so they cannot be tested together",
                tested.len()
            ));
        };
        let effects =
            DVector::from_iterator(tested.len(), tested.iter().map(|&cell| self.cells[cell].estimate.effect));
        let statistic = n as f64 * effects.dot(&(inverse * &effects));
        let Ok(distribution) = ChiSquared::new(tested.len() as f64) else {
            return not_estimable("nothing to test");
        };
        Ok(Pretest { statistic, degrees_of_freedom: tested.len(), p_value: distribution.sf(statistic) })
    }
}
