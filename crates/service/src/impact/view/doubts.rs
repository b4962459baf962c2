//! What tries to break a finding.

use domain::TeamKey;
use serde::{Deserialize, Serialize};

use super::Interval;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Doubts {
    /// By name of team.
    pub leave_one_out: Vec<LeftOneOut>,
    pub placebo: Vec<Placebo>,
    pub donut: Vec<Donut>,
    pub drift: Option<Drift>,
    /// What could not be tried, and why.
    pub not_tried: Vec<Interrupted>,
}

/// The effect without one team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeftOneOut {
    pub team: TeamKey,
    pub name: String,
    pub effect: f64,
    pub keeps_sign: bool,
}

/// As if all had joined so many sprints earlier; what came after is taken away. There should be nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Placebo {
    pub sprints_earlier: i64,
    pub effect: f64,
    pub interval: Option<Interval>,
}

/// Without the last so many sprints before joining, in which people may have been getting ready.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Donut {
    pub sprints_dropped: i64,
    pub effect: f64,
    pub interval: Option<Interval>,
}

/// What would make it vanish: joiners changing by so much a sprint faster than the others, all the time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Drift {
    /// On the outcome's scale, by sprint: takes the effect to nothing.
    pub to_zero: f64,
    /// Takes the interval to nothing; smaller.
    pub to_interval: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interrupted {
    pub what: String,
    pub why: String,
}
