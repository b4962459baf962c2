//! An effect and how sure it is, by large-sample theory.

use crate::{
    distributions::{normal_critical, normal_two_sided},
    error::{Result, not_estimable},
};

/// An effect in the unit of the outcome, with a standard error for many units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub effect: f64,
    /// 0 where the outcome does not vary: then there is neither interval nor p-value.
    pub standard_error: f64,
}

impl Estimate {
    /// Of this level, such as 0.95, by the normal distribution.
    ///
    /// # Errors
    /// `NotEstimable` for a standard error of 0; `Invalid` for a level not between 0 and 1.
    pub fn interval(&self, level: f64) -> Result<(f64, f64)> {
        self.varies()?;
        let half = normal_critical(level)? * self.standard_error;
        Ok((self.effect - half, self.effect + half))
    }

    /// Two-sided.
    ///
    /// # Errors
    /// `NotEstimable` for a standard error of 0.
    pub fn p_value(&self) -> Result<f64> {
        self.varies()?;
        Ok(normal_two_sided(self.effect / self.standard_error))
    }

    fn varies(&self) -> Result<()> {
        // Differences of equal numbers leave rounding, not variation.
        if self.standard_error > 1e-13 + 1e-12 * self.effect.abs() {
            Ok(())
        } else {
            not_estimable("the outcome does not vary, so there is nothing to tell chance by")
        }
    }
}
