//! One outcome's part of a report: verdict, evidence, findings, and what was left out.

use ::impact::{
    gate::Missing,
    verdict::{Report, Verdict},
};
use domain::{SprintKey, TeamKey, figure::MetricId, outcome::OutcomeDefinition};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Compared, DoseFinding, Doubts, EventPoint, GroupTime, Guard, Held, Interval, Naive, Scale, SeriesPoint,
    StillOpen,
};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutcomeReport {
    pub definition: OutcomeDefinition,
    /// The metric's definition and version that the cells were made with: `pr_cycle_time_km@1`.
    pub metric: String,
    pub scale: Scale,
    pub verdict: Verdict,
    /// All that may be said, as sentences.
    pub told: Report,
    pub evidence: Evidence,
    /// `None`: nothing could be estimated; `evidence` says what is missing.
    pub findings: Option<Findings>,
    pub still_open: Option<StillOpen>,
    /// On the outcome's scale; found with a power of 80 %.
    pub smallest_detectable: Option<f64>,
    pub left_out: Vec<LeftOut>,
}

/// Whether there is enough to compare, and if not, what it takes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Empty: enough.
    pub missing: Vec<Missing>,
    /// The first day on which there could be enough, as far as it can be told today.
    pub earliest: Option<Date>,
}

/// What was found where there was something to estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    pub headline: Headline,
    /// The same over all sprints, with those that the headline leaves out.
    pub with_all_sprints: Option<Headline>,
    /// By sprint since joining; those before are what the method takes for nothing.
    pub events: Vec<EventPoint>,
    pub group_time: Option<GroupTime>,
    /// Mean over the teams that joined, by sprint.
    pub series: Vec<SeriesPoint>,
    pub held: Vec<Held>,
    pub dose: Option<DoseFinding>,
    pub guards: Vec<Guard>,
    /// A gain here with a loss in a guard, over all teams or in some: the teams to look at.
    pub check_for_gaming: Vec<TeamKey>,
    pub naive: Option<Naive>,
    pub compared: Vec<Compared>,
    pub doubts: Doubts,
}

/// The effect with everything that belongs into its sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Headline {
    /// On the outcome's scale.
    pub effect: f64,
    /// The same as it is read: per cent, or points of a share.
    pub per_cent: f64,
    /// Leaving one team out at a time.
    pub by_team: Option<Interval>,
    /// Leaving one wave's teams out at a time: the gate of the strongest verdict.
    pub by_cohort: Option<Interval>,
    /// From permuted joining sprints.
    pub p: Option<f64>,
    /// Holm's, over the secondary outcomes; of a primary, the same as `p`.
    pub p_adjusted: Option<f64>,
    /// All assignments were tried, not a sample of them.
    pub is_exact: bool,
    pub teams: usize,
    pub joined_teams: usize,
    /// Sprints with a cell that counts.
    pub sprints: usize,
    /// Pull requests, or what else the metric counts.
    pub items: u64,
}

/// A cell, a team, a sprint or a metric that is not in the panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// `None`: every team.
    pub team: Option<TeamKey>,
    /// `None`: every sprint.
    pub sprint: Option<SprintKey>,
    pub reason: LeftOutReason,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutReason {
    /// A holiday or a big release: out for every team, on both sides.
    ExcludedSprint(String),
    /// The team's figure of the sprint is not shown, so nothing may be computed from it either.
    Hidden,
    /// A correction of who counts here is held back from the figure that is shown.
    Held,
    /// Fewer pull requests than a cell needs.
    TooFewItems,
    /// Fewer kept sprints before it joined than a team needs.
    ShortHistory,
    /// Nothing of this kind is known of the team in the sprint.
    NoData,
    /// Half of the pull requests have not merged at any age: there is no median.
    NoMedianYet,
    /// More than a tenth is still open: a mean would be too low.
    TooManyOpen,
    /// The team has no sprint that lies on this one of the axis.
    NotAligned,
    /// Several sprints of the team lie on this one of the axis.
    AlignedTwice,
    /// Too few people on one of the two sides in this sprint.
    SideTooSmall,
    /// Too few teams that had not joined yet to compare with; what joined teams did in the sprint is left out.
    FewControls,
    /// Joined before the first sprint: its "before" is not known.
    JoinedBeforeStart,
    /// The metric has no value here on the outcome's scale, such as the logarithm of nothing.
    NotOnScale,
    /// The guard has nothing to be computed from.
    MetricUnknown(MetricId),
}
