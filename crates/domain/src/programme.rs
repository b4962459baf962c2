//! The programme: exactly one speed and one quality outcome, measured against a frozen baseline.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::figure::MetricId;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Programme {
    pub name: String,
    pub speed: Outcome,
    pub quality: Outcome,
    pub baseline_from: Date,
    /// Inclusive.
    pub baseline_to: Date,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    pub metric: MetricId,
    /// The change aimed at, as a share of the baseline: -0.20 is "a fifth less".
    pub target_change: f64,
}
