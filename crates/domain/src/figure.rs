//! A figure: one number with everything needed to believe it.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureState {
    Shown,
    /// Hidden so that nobody can be singled out.
    Suppressed,
    /// The group is large enough, the items are too few for the statistic.
    TooFew,
    NoData,
}

impl FigureState {
    pub fn as_str(self) -> &'static str {
        match self {
            FigureState::Shown => "shown",
            FigureState::Suppressed => "suppressed",
            FigureState::TooFew => "too_few",
            FigureState::NoData => "no_data",
        }
    }
}

/// What has to be said beside a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remark {
    /// Hidden: too few people contributed.
    TooFewPeople,
    /// Hidden: set against what else is shown, it would tell of too few people.
    WouldReveal,
    /// Shown without a correction of who counts here, because that correction concerns too few people.
    Held,
    /// Computed from those sprints that are shown: `counted` of `of`.
    Partly { counted: u32, of: u32 },
}

/// What a figure is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Hours,
    Lines,
    Count,
    /// 0..1, shown as per cent.
    Share,
    /// Items per 100 merged pull requests.
    PerHundredMerged,
    /// Review comments per 100 changed lines.
    PerHundredLines,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    LowerIsBetter,
    HigherIsBetter,
    /// Volume or context: neither way is a success.
    Neutral,
}

impl Direction {
    pub const ALL: [Self; 3] = [Self::LowerIsBetter, Self::HigherIsBetter, Self::Neutral];

    pub fn as_str(self) -> &'static str {
        match self {
            Direction::LowerIsBetter => "lower_is_better",
            Direction::HigherIsBetter => "higher_is_better",
            Direction::Neutral => "neutral",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|direction| direction.as_str() == text)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    Flow,
    Quality,
    Practice,
    Adoption,
}

macro_rules! metric_ids {
    ($($variant:ident => $text:literal,)+) => {
        /// Every figure Sightline knows; the definitions are in `crates/metrics` and `docs/METRICS.md`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum MetricId { $(#[serde(rename = $text)] $variant,)+ }

        impl MetricId {
            pub const ALL: &'static [MetricId] = &[$(MetricId::$variant,)+];

            pub fn as_str(self) -> &'static str {
                match self { $(MetricId::$variant => $text,)+ }
            }

            pub fn parse(text: &str) -> Option<MetricId> {
                match text { $($text => Some(MetricId::$variant),)+ _ => None }
            }
        }
    };
}

metric_ids! {
    PullRequests => "pull_requests",
    Merged => "merged",
    CycleTime => "pr_cycle_time",
    CycleTimeP75 => "pr_cycle_time_p75",
    CycleTimeP90 => "pr_cycle_time_p90",
    CycleTimeBusiness => "pr_cycle_time_business",
    CycleTimeReady => "pr_cycle_time_ready",
    DraftTime => "pr_draft_time",
    CycleTimeKm => "pr_cycle_time_km",
    FirstReviewTime => "first_review_time",
    FirstReviewTimeBusiness => "first_review_time_business",
    ReviewedIn24h => "reviewed_in_24h",
    Waiting => "waiting",
    WaitingAge => "waiting_age",
    DefectsBeforeRelease => "defects_before_release",
    DefectsAfterRelease => "defects_after_release",
    DefectsUnknown => "defects_unknown",
    DefectsBeforeReleaseRate => "defects_before_release_rate",
    DefectsAfterReleaseRate => "defects_after_release_rate",
    EscapeShare => "escape_share",
    Backouts => "backouts",
    Hotfixes => "hotfixes",
    PrSize => "pr_size",
    SmallPrShare => "small_pr_share",
    ChecklistUse => "checklist_use",
    TestPassRate => "test_pass_rate",
    FirstTryPassRate => "first_try_pass_rate",
    SecurityChecked => "security_checked",
    ReviewDepth => "review_depth",
    MergedUnreviewed => "merged_unreviewed",
    QuickApprovalShare => "quick_approval_share",
    Joined => "joined",
    LabsCompleted => "labs_completed",
    JobAidsUsed => "job_aids_used",
    SessionsAttended => "sessions_attended",
    Dose => "dose",
}

impl std::fmt::Display for MetricId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One number with its evidence. A missing value is missing, never 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    pub metric: MetricId,
    /// In the metric's unit; `None` unless `state` is `Shown`.
    pub value: Option<f64>,
    /// Items behind the value (pull requests, defects, people, …); for a share, its denominator.
    pub n: u64,
    /// People behind the value.
    pub contributors: u64,
    /// Share (0..1) of eligible items that had the needed fields; `None` without eligible items.
    pub coverage: Option<f64>,
    pub state: FigureState,
}
