//! Approximate tests of two rates that also stand a count of 0 (Gu, Ng, Tang and Schucany 2008).

use super::{Events, RateRatio};
use crate::{
    distributions::{normal_critical, normal_two_sided},
    error::{Result, not_estimable},
};

impl RateRatio {
    /// Two-sided p-value of the score test of equal rates.
    pub fn score(&self) -> f64 {
        let (x, y, odds) = self.parts();
        normal_two_sided((x - y * odds) / ((x + y) * odds).sqrt())
    }

    /// Two-sided p-value of the test on the square-root scale, which steadies the variance.
    pub fn square_root(&self) -> f64 {
        let (x, y, odds) = self.parts();
        let root = |count: f64| (count + 0.375).sqrt();
        normal_two_sided(2.0 * (root(x) - (odds * (y + 0.375)).sqrt()) / (1.0 + odds).sqrt())
    }

    /// Limits of the ratio that the score test would just not reject.
    ///
    /// # Errors
    /// `NotEstimable` where nothing happened in one of the arms; `Invalid` for a level outside 0 to 1.
    pub fn score_limits(&self, level: f64) -> Result<[f64; 2]> {
        let (x, y, odds) = self.both("score")?;
        // (x − yρ)² = z² (x + y) ρ, solved for ρ, the ratio times that of the exposures.
        let z = normal_critical(level)?;
        let middle = x * y + z * z * (x + y) / 2.0;
        let reach = (middle * middle - (x * y) * (x * y)).sqrt();
        Ok([(middle - reach) / (y * y) / odds, (middle + reach) / (y * y) / odds])
    }

    /// Wald's limits with half an event more in each arm.
    ///
    /// # Errors
    /// `Invalid` for a level outside 0 to 1.
    pub fn corrected_wald_limits(&self, level: f64) -> Result<[f64; 2]> {
        let (x, y, odds) = self.parts();
        let (x, y) = (x + 0.5, y + 0.5);
        let reach = normal_critical(level)? * (1.0 / x + 1.0 / y).sqrt();
        let log_ratio = (x / y / odds).ln();
        Ok([(log_ratio - reach).exp(), (log_ratio + reach).exp()])
    }

    /// Limits recovered from the score limits of each rate alone (Zou and Donner 2008; Li, Tang and Wong 2014).
    ///
    /// # Errors
    /// `NotEstimable` where nothing happened in one of the arms; `Invalid` for a level outside 0 to 1.
    pub fn mover_limits(&self, level: f64) -> Result<[f64; 2]> {
        self.both("MOVER")?;
        let z = normal_critical(level)?;
        let ([x, y], [of_x, of_y]) = (self.rates(), [alone(self.first, z), alone(self.second, z)]);
        let limit = |x_limit: f64, y_limit: f64, sign: f64| {
            let under = (x * y).powi(2) - x_limit * (2.0 * x - x_limit) * (y_limit * (2.0 * y - y_limit));
            (x * y + sign * under.max(0.0).sqrt()) / (y_limit * (2.0 * y - y_limit))
        };
        Ok([limit(of_x[0], of_y[1], -1.0), limit(of_x[1], of_y[0], 1.0)])
    }

    /// Counts, and how many times the second exposure the first is.
    pub(super) fn parts(&self) -> (f64, f64, f64) {
        let odds = self.first.exposure / self.second.exposure;
        (self.first.count as f64, self.second.count as f64, odds)
    }

    fn both(&self, method: &str) -> Result<(f64, f64, f64)> {
        let parts = self.parts();
        if parts.0 > 0.0 && parts.1 > 0.0 {
            return Ok(parts);
        }
        not_estimable(format!("nothing happened in one arm, where {method} limits degenerate"))
    }
}

/// Score limits of one rate.
fn alone(arm: Events, z: f64) -> [f64; 2] {
    let centre = arm.count as f64 + z * z / 2.0;
    let reach = z * (arm.count as f64 + z * z / 4.0).sqrt();
    [(centre - reach) / arm.exposure, (centre + reach) / arm.exposure]
}
