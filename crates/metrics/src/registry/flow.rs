//! Flow: how long work waits and travels.

use domain::figure::{Direction, Family, MetricId, Unit};

use super::Definition;

/// A faster cycle may come from smaller pieces or from less review.
const PACE: &[MetricId] = &[MetricId::PrSize, MetricId::ReviewDepth];

/// A quick review may be a shallow one.
const REVIEW: &[MetricId] = &[MetricId::ReviewDepth, MetricId::QuickApprovalShare];

pub(super) static PULL_REQUESTS: Definition = Definition {
    id: MetricId::PullRequests,
    version: 1,
    name: "Pull requests opened",
    family: Family::Flow,
    unit: Unit::Count,
    direction: Direction::Neutral,
    statement: "Pull requests opened in the period.",
    formula: "count of pull requests with opened_at in the period",
    guards: &[],
    of: "opened pull requests",
};

pub(super) static MERGED: Definition = Definition {
    id: MetricId::Merged,
    version: 1,
    name: "Pull requests merged",
    family: Family::Flow,
    unit: Unit::Count,
    direction: Direction::Neutral,
    statement: "Pull requests merged in the period.",
    formula: "count of pull requests with merged_at in the period",
    guards: &[],
    of: "merged pull requests",
};

pub(super) static CYCLE_TIME: Definition = Definition {
    id: MetricId::CycleTime,
    version: 1,
    name: "Cycle time",
    family: Family::Flow,
    unit: Unit::Hours,
    direction: Direction::LowerIsBetter,
    statement: "Half of the pull requests merged in the period took no longer than this from opening to \
                merge.",
    formula: "median of merged_at − opened_at over pull requests merged in the period",
    guards: PACE,
    of: "merged pull requests",
};

pub(super) static CYCLE_TIME_P75: Definition = Definition {
    id: MetricId::CycleTimeP75,
    version: 1,
    name: "Cycle time, 75th percentile",
    family: Family::Flow,
    unit: Unit::Hours,
    direction: Direction::LowerIsBetter,
    statement: "Three in four merged pull requests took no longer than this from opening to merge.",
    formula: "75th percentile of merged_at − opened_at over pull requests merged in the period",
    guards: PACE,
    of: "merged pull requests",
};

pub(super) static CYCLE_TIME_P90: Definition = Definition {
    id: MetricId::CycleTimeP90,
    version: 1,
    name: "Cycle time, 90th percentile",
    family: Family::Flow,
    unit: Unit::Hours,
    direction: Direction::LowerIsBetter,
    statement: "Nine in ten merged pull requests took no longer than this from opening to merge.",
    formula: "90th percentile of merged_at − opened_at over pull requests merged in the period",
    guards: PACE,
    of: "merged pull requests",
};

pub(super) static CYCLE_TIME_BUSINESS: Definition = Definition {
    id: MetricId::CycleTimeBusiness,
    version: 1,
    name: "Cycle time in working hours",
    family: Family::Flow,
    unit: Unit::Hours,
    direction: Direction::LowerIsBetter,
    statement: "Cycle time counted on the team's working time only.",
    formula: "median of the working time from opened_at to merged_at (time zone, working days and \
                holidays of the team) over merged pull requests",
    guards: PACE,
    of: "merged pull requests whose working time is known",
};

pub(super) static CYCLE_TIME_READY: Definition = Definition {
    id: MetricId::CycleTimeReady,
    version: 1,
    name: "Cycle time from ready for review",
    family: Family::Flow,
    unit: Unit::Hours,
    direction: Direction::LowerIsBetter,
    statement: "Cycle time without the time spent as a draft.",
    formula: "median of merged_at − ready_at over pull requests merged in the period; ready_at is the \
                last \"ready for review\" before the first review",
    guards: PACE,
    of: "merged pull requests",
};

pub(super) static DRAFT_TIME: Definition = Definition {
    id: MetricId::DraftTime,
    version: 1,
    name: "Draft time",
    family: Family::Flow,
    unit: Unit::Hours,
    direction: Direction::Neutral,
    statement: "How long merged pull requests that began as drafts stayed drafts.",
    formula: "median of ready_at − opened_at over merged pull requests with ready_at > opened_at",
    guards: &[],
    of: "merged pull requests that were drafts",
};

pub(super) static CYCLE_TIME_KM: Definition = Definition {
    id: MetricId::CycleTimeKm,
    version: 1,
    name: "Cycle time with open ones counted",
    family: Family::Flow,
    unit: Unit::Hours,
    direction: Direction::LowerIsBetter,
    statement: "Cycle time of the pull requests opened in the period, where those still open count as \
                \"at least this long\".",
    formula: "Kaplan-Meier median over pull requests opened in the period: merge is the event, closed \
                without merge is censored at closing, open is censored now; too few where less than half \
                have merged by any age",
    guards: PACE,
    of: "opened pull requests",
};

pub(super) static FIRST_REVIEW_TIME: Definition = Definition {
    id: MetricId::FirstReviewTime,
    version: 1,
    name: "Time to first review",
    family: Family::Flow,
    unit: Unit::Hours,
    direction: Direction::LowerIsBetter,
    statement: "Half of the reviewed pull requests had their first review by somebody else within this \
                time.",
    formula: "median of first_review_at − opened_at over pull requests merged, closed or (still open) \
                opened in the period; without a review: left out, and lowers coverage",
    guards: REVIEW,
    of: "reviewed pull requests",
};

pub(super) static FIRST_REVIEW_TIME_BUSINESS: Definition = Definition {
    id: MetricId::FirstReviewTimeBusiness,
    version: 1,
    name: "Time to first review in working hours",
    family: Family::Flow,
    unit: Unit::Hours,
    direction: Direction::LowerIsBetter,
    statement: "Time to first review counted on the team's working time only.",
    formula: "median of the working time from opened_at to first_review_at; the same pull requests as \
                first_review_time",
    guards: REVIEW,
    of: "reviewed pull requests whose working time is known",
};

pub(super) static REVIEWED_IN_24H: Definition = Definition {
    id: MetricId::ReviewedIn24h,
    version: 1,
    name: "Reviewed within 24 hours",
    family: Family::Flow,
    unit: Unit::Share,
    direction: Direction::HigherIsBetter,
    statement: "Share of pull requests that had their first review within 24 hours of opening.",
    formula: "first_review_at − opened_at ≤ 24 h; over the pull requests of first_review_time that are \
                reviewed or were left without a review for more than 24 h (open drafts aside)",
    guards: REVIEW,
    of: "pull requests for which the 24 hours are decided",
};

pub(super) static WAITING: Definition = Definition {
    id: MetricId::Waiting,
    version: 1,
    name: "Waiting for review",
    family: Family::Flow,
    unit: Unit::Count,
    direction: Direction::LowerIsBetter,
    statement: "Pull requests that wait for their first review now.",
    formula: "count of open pull requests that are no drafts and have no review, whatever the period",
    guards: &[],
    of: "pull requests settled in the period or open now",
};

pub(super) static WAITING_AGE: Definition = Definition {
    id: MetricId::WaitingAge,
    version: 1,
    name: "Age of those waiting",
    family: Family::Flow,
    unit: Unit::Hours,
    direction: Direction::LowerIsBetter,
    statement: "Half of the pull requests that wait for their first review have waited no longer than \
                this.",
    formula: "median of now − ready_at over the pull requests of waiting",
    guards: &[],
    of: "waiting pull requests",
};
