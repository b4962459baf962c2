//! Student's t around an estimate.

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::error::{Result, not_estimable};

/// The t distribution with n − 1 degrees of freedom.
pub(crate) fn student(n: usize) -> Result<StudentsT> {
    match StudentsT::new(0.0, 1.0, n.saturating_sub(1) as f64) {
        Ok(student) => Ok(student),
        Err(_) => not_estimable("one block is not enough for an interval; two are needed"),
    }
}

/// The interval of this level around the estimate.
pub(crate) fn interval(estimate: f64, standard_error: f64, n: usize, level: f64) -> Result<(f64, f64)> {
    let half = student(n)?.inverse_cdf(f64::midpoint(1.0, level)) * standard_error;
    Ok((estimate - half, estimate + half))
}

/// Two-sided.
pub(crate) fn p_value(estimate: f64, standard_error: f64, n: usize) -> Result<f64> {
    Ok(2.0 * student(n)?.sf((estimate / standard_error).abs()))
}
