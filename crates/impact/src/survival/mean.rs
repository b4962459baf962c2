//! The mean duration up to a horizon: the area under the curve.

use super::KaplanMeier;
use crate::error::{Result, invalid};

/// In the unit of the durations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RestrictedMean {
    pub mean: f64,
    pub standard_error: f64,
}

impl KaplanMeier {
    /// Mean of `min(duration, horizon)`, with the standard error that R's `summary.survfit(rmean =)` gives (Klein and
    /// Moeschberger 2003, 4.5). Beyond the last observation the curve is taken to stay where it is.
    ///
    /// # Errors
    /// `Invalid` for a horizon that is negative or not finite.
    pub fn restricted_mean(&self, horizon: f64) -> Result<RestrictedMean> {
        if !horizon.is_finite() || horizon < 0.0 {
            return invalid(format!(
                "the horizon of a restricted mean is {horizon}; it must be a number from 0"
            ));
        }
        let (mut area, mut variance, mut end) = (0.0, 0.0, horizon);
        for step in self.steps.iter().rev().filter(|step| step.time <= horizon) {
            area += step.surviving * (end - step.time);
            end = step.time;
            let (n, d) = (step.at_risk as f64, step.events as f64);
            if n > d {
                variance += area * area * d / (n * (n - d));
            }
        }
        Ok(RestrictedMean { mean: area + end, standard_error: variance.sqrt() })
    }
}
