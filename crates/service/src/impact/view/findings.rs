//! What a report's charts and tables are drawn from.

use domain::{TeamKey, figure::MetricId};
use metrics::DoseBand;
use serde::{Deserialize, Serialize};

use super::{Interval, Scale};

/// The effect so many sprints after joining; before joining, the test that there was none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventPoint {
    pub since_joining: i64,
    pub effect: f64,
    pub interval: Option<Interval>,
    pub teams: usize,
}

/// The cross-check by Callaway and Sant'Anna.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupTime {
    /// Weighted by the size of waves.
    pub effect: f64,
    pub interval: Option<Interval>,
    pub by_event: Vec<EventPoint>,
    pub cells: Vec<GroupTimePoint>,
    /// Waves and sprints that could not be estimated, as sentences.
    pub not_estimated: Vec<String>,
}

/// One wave in one sprint against those that had not joined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupTimePoint {
    /// The number of the sprint that the wave joined in.
    pub joined: i64,
    pub sprint: i64,
    pub effect: f64,
    pub interval: Option<Interval>,
}

/// Mean over the teams that joined, in one sprint; what would have been is known from joining on. In the metric's own
/// unit: of logarithms the geometric mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeriesPoint {
    pub sprint: i64,
    pub observed: f64,
    pub would_have_been: f64,
    pub joined_teams: usize,
    pub not_joined: Option<f64>,
    pub not_joined_teams: usize,
}

/// The effect in the sprints after joining, one by one: did it hold?
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Held {
    pub since_joining: i64,
    pub effect: f64,
    pub interval: Option<Interval>,
    pub teams: usize,
    /// The effect points the way of success.
    pub holds: bool,
}

/// More practice, more effect? Teams choose their dose: this shows that the two go together, not why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DoseFinding {
    /// By name of team.
    pub points: Vec<DosePoint>,
    /// Effect for each step from 0 to all of the practice.
    pub slope: Option<f64>,
    pub intercept: Option<f64>,
    pub p: Option<f64>,
    pub is_exact: bool,
    /// None, partial, full.
    pub classes: Vec<DoseClass>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DosePoint {
    pub team: TeamKey,
    pub name: String,
    /// 0..1, mean over the sprints from joining on.
    pub dose: f64,
    pub band: String,
    pub effect: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DoseClass {
    pub band: String,
    pub teams: usize,
    /// Mean over its teams; `None` without teams.
    pub effect: Option<f64>,
    pub interval: Option<Interval>,
}

impl DosePoint {
    pub fn band_of(dose: f64) -> String {
        DoseBand::of(dose).as_str().to_owned()
    }
}

/// What must not get worse, with an effect of its own found by the same method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Guard {
    pub metric: MetricId,
    pub name: String,
    pub scale: Scale,
    pub effect: Option<f64>,
    pub interval: Option<Interval>,
    /// Its interval lies wholly on the bad side.
    pub got_worse: bool,
    /// Why there is no effect, as a sentence.
    pub missing: Option<String>,
}

/// What one would have said without a comparison: before against after, in teams that joined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Naive {
    /// On the outcome's scale.
    pub effect: f64,
    pub per_cent: f64,
    /// In the metric's unit.
    pub before: f64,
    pub after: f64,
}

/// Who stood against whom in one sprint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    pub sprint: i64,
    pub joined: Vec<TeamKey>,
    /// Not joined yet, but later.
    pub not_yet: Vec<TeamKey>,
    pub never: Vec<TeamKey>,
}

/// Pull requests that were still open when the facts end; they count as "at least this long".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StillOpen {
    pub open: u64,
    pub of: u64,
    /// Share in the newest sprint that counts, where it weighs most.
    pub newest_sprint: Option<f64>,
}
