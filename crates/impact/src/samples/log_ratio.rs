//! How many times larger one sample is than another: the ratio of geometric means.

use super::{finite, welch};
use crate::error::{Result, invalid};

/// `x` over `y`; 0.9 means 10 % less.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogRatio {
    pub ratio: f64,
    pub limits: [f64; 2],
    pub t: f64,
    pub degrees_of_freedom: f64,
    /// Two-sided.
    pub p_value: f64,
}

/// Welch's t test of the logarithms.
///
/// # Errors
/// `Invalid` for a value that is not above 0; `NotEstimable` where the logarithms have no spread.
pub fn log_ratio(x: &[f64], y: &[f64], level: f64) -> Result<LogRatio> {
    let of_logs = welch(&logs(x)?, &logs(y)?, level)?;
    Ok(LogRatio {
        ratio: of_logs.mean.exp(),
        limits: of_logs.limits.map(f64::exp),
        t: of_logs.t,
        degrees_of_freedom: of_logs.degrees_of_freedom,
        p_value: of_logs.p_value,
    })
}

fn logs(values: &[f64]) -> Result<Vec<f64>> {
    if let Some(bad) = finite(values)?.iter().find(|value| **value <= 0.0) {
        return invalid(format!("a value is {bad}; a ratio of geometric means needs values above 0"));
    }
    Ok(values.iter().map(|value| value.ln()).collect())
}
