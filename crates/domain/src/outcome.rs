//! What the programme is asked to move: an outcome is a metric of the registry with what is needed to judge a change
//! of it. Outcomes are data; a new one needs no code.

use serde::{Deserialize, Serialize};

use crate::figure::{Direction, MetricId};

/// An outcome's key, as in its address: `cycle-time`.
pub use crate::ids::OutcomeKey;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutcomeDefinition {
    pub key: OutcomeKey,
    pub name: String,
    pub metric: MetricId,
    /// Which way is a success. The metric's own direction, unless somebody knows better.
    pub direction: Direction,
    /// What must not get worse meanwhile.
    pub guards: Vec<MetricId>,
    /// The smallest change that matters, as a share: 0.05 is "a twentieth more or less". Of a share: points of it.
    pub smallest_effect: f64,
    pub transform: Transform,
    pub rank: Rank,
    pub retired: bool,
}

/// What a cell of the panel, a team in a sprint, holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transform {
    /// The logarithm of the Kaplan-Meier median over the pull requests opened in the sprint, those open censored.
    LogMedian,
    /// The mean logarithm of those durations, where fewer than a tenth are censored: more power, less robust.
    LogMean,
    /// The logarithm of the figure.
    Log,
    /// A count, over what it is counted in: merged pull requests.
    Count,
    /// The share itself.
    Share,
}

impl Transform {
    pub const ALL: [Self; 5] = [Self::LogMedian, Self::LogMean, Self::Log, Self::Count, Self::Share];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::LogMedian => "log_median",
            Self::LogMean => "log_mean",
            Self::Log => "log",
            Self::Count => "count",
            Self::Share => "share",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|transform| transform.as_str() == text)
    }
}

/// Declared before anybody looked: one primary outcome of a kind is judged by itself, all others share one error rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// The programme's speed outcome.
    PrimarySpeed,
    /// The programme's quality outcome.
    PrimaryQuality,
    Secondary,
}

impl Rank {
    pub const ALL: [Self; 3] = [Self::PrimarySpeed, Self::PrimaryQuality, Self::Secondary];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::PrimarySpeed => "primary_speed",
            Self::PrimaryQuality => "primary_quality",
            Self::Secondary => "secondary",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rank| rank.as_str() == text)
    }

    pub fn is_primary(self) -> bool {
        self != Self::Secondary
    }
}
