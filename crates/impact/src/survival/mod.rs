//! Durations of which some are not over yet: Kaplan and Meier's curve and what is read off it.
//!
//! Follows R's `survival` (Therneau 2024): at tied times events come before censorings, and a curve that is flat at
//! exactly the wanted height gives the middle of the flat step, so that without censoring the median is the plain one.

mod log_rank;
mod mean;
mod quantile;
#[cfg(test)]
mod tests;

pub use log_rank::{LogRank, log_rank};
pub use mean::RestrictedMean;
pub use quantile::{Band, Limits};

use crate::error::{Result, invalid, not_estimable};

/// How long something has lasted, and whether it is over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// From 0, in any unit; results are in the same one.
    pub time: f64,
    /// `false`: censored, still going on when last seen.
    pub event: bool,
}

/// What happened at one distinct time, and where the curve stands after it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    pub time: f64,
    pub at_risk: usize,
    pub events: usize,
    /// Share that lasts longer than `time`.
    pub surviving: f64,
    /// Variance of the logarithm of `surviving`, by Greenwood: `Σ d / (n (n − d))`. Infinite once nothing survives.
    pub log_variance: f64,
}

/// Kaplan and Meier's estimate of the share that lasts longer than a time (JASA 53, 1958).
#[derive(Debug, Clone, PartialEq)]
pub struct KaplanMeier {
    steps: Vec<Step>,
}

impl KaplanMeier {
    /// # Errors
    /// `NotEstimable` for no observations, `Invalid` for a time that is negative or not finite.
    pub fn fit(observations: &[Observation]) -> Result<Self> {
        let sorted = sorted(observations)?;
        let mut steps = Vec::new();
        let mut rest = sorted.as_slice();
        let (mut surviving, mut log_variance) = (1.0, 0.0);
        while let Some(first) = rest.first() {
            let (now, later) = rest.split_at(rest.partition_point(|other| other.time <= first.time));
            let (at_risk, events) = (rest.len(), now.iter().filter(|other| other.event).count());
            let (n, d) = (at_risk as f64, events as f64);
            if events > 0 {
                surviving *= (n - d) / n;
                log_variance += d / (n * (n - d));
            }
            steps.push(Step { time: first.time, at_risk, events, surviving, log_variance });
            rest = later;
        }
        Ok(Self { steps })
    }

    /// By time, ascending; times at which there were only censorings are among them.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Number of observations.
    pub fn n(&self) -> usize {
        self.steps.first().map_or(0, |step| step.at_risk)
    }

    /// Number of those that are over.
    pub fn events(&self) -> usize {
        self.steps.iter().map(|step| step.events).sum()
    }

    /// Share that lasts longer than `time`. After the last observation the curve stays where it is.
    pub fn surviving(&self, time: f64) -> f64 {
        self.step_at(time).map_or(1.0, |step| step.surviving)
    }

    /// Greenwood's standard error of [`Self::surviving`]; `None` once nothing survives, where it has no meaning.
    pub fn standard_error(&self, time: f64) -> Option<f64> {
        let Some(step) = self.step_at(time) else { return Some(0.0) };
        Some(step.surviving * step.log_variance.sqrt()).filter(|error| error.is_finite())
    }

    fn step_at(&self, time: f64) -> Option<&Step> {
        let after = self.steps.partition_point(|step| step.time <= time);
        self.steps[..after].last()
    }
}

fn sorted(observations: &[Observation]) -> Result<Vec<Observation>> {
    if observations.is_empty() {
        return not_estimable("there are no durations");
    }
    if let Some(bad) = observations.iter().find(|one| !one.time.is_finite() || one.time < 0.0) {
        return invalid(format!("a duration is {}; it must be a number from 0", bad.time));
    }
    let mut sorted = observations.to_vec();
    sorted.sort_unstable_by(|a, b| a.time.total_cmp(&b.time));
    Ok(sorted)
}
