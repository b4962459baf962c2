//! Quantiles and tails that the plain tests share, with bad arguments turned into errors.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::error::{Result, invalid};

/// The standard normal's two-sided critical value, such as 1.96 for a `level` of 0.95.
pub(crate) fn normal_critical(level: f64) -> Result<f64> {
    Ok(Normal::standard().inverse_cdf(f64::midpoint(1.0, checked(level)?)))
}

/// A confidence level strictly between 0 and 1.
pub(crate) fn checked(level: f64) -> Result<f64> {
    if level > 0.0 && level < 1.0 {
        Ok(level)
    } else {
        invalid(format!("a confidence level of {level}; it must lie between 0 and 1"))
    }
}
