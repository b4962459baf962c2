//! What the programme does to the work: the planted truth that later analysis must find again.

use domain::figure::MetricId;
use serde::{Deserialize, Serialize};

use crate::teams::TeamPlan;

/// How much of the new practice a team takes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dose {
    None,
    Partial,
    Full,
}

impl Dose {
    /// Share of the full effect that shows.
    pub fn strength(self) -> f64 {
        match self {
            Dose::None => 0.0,
            Dose::Partial => 0.5,
            Dose::Full => 1.0,
        }
    }
}

/// What an effect is added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// The natural logarithm of the value, or of its expected count.
    Log,
    /// The share itself, 0..1.
    Share,
}

/// The full effect on one metric.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effect {
    pub metric: MetricId,
    pub scale: Scale,
    /// Before joining, in the metric's unit. Cycle time and defects vary around it by team.
    pub baseline: f64,
    pub full: f64,
}

impl Effect {
    const fn log(metric: MetricId, baseline: f64, full: f64) -> Self {
        Self { metric, scale: Scale::Log, baseline, full }
    }

    const fn share(metric: MetricId, baseline: f64, full: f64) -> Self {
        Self { metric, scale: Scale::Share, baseline, full }
    }

    /// What is expected at an uptake of 0..1.
    pub fn expected(&self, uptake: f64) -> f64 {
        match self.scale {
            Scale::Log => self.baseline * (self.full * uptake).exp(),
            Scale::Share => self.baseline + self.full * uptake,
        }
    }
}

pub(crate) const CYCLE_TIME: Effect = Effect::log(MetricId::CycleTime, 40.0, -0.30);
/// The first review comes at a share of the cycle time that the programme leaves alone, so its log moves alike.
pub(crate) const FIRST_REVIEW: Effect = Effect::log(MetricId::FirstReviewTime, 12.0, -0.30);
pub(crate) const SIZE: Effect = Effect::log(MetricId::PrSize, 300.0, -0.22);
pub(crate) const REVIEW_DEPTH: Effect = Effect::log(MetricId::ReviewDepth, 1.9, 0.10);
/// Per person and sprint.
pub(crate) const DEFECTS_AFTER: Effect = Effect::log(MetricId::DefectsAfterRelease, 0.60, -0.43);
/// Per person and sprint.
pub(crate) const DEFECTS_BEFORE: Effect = Effect::log(MetricId::DefectsBeforeRelease, 0.80, 0.10);
/// Per pull request.
pub(crate) const BACKOUTS: Effect = Effect::log(MetricId::Backouts, 0.020, -0.36);
/// Per pull request.
pub(crate) const HOTFIXES: Effect = Effect::log(MetricId::Hotfixes, 0.025, -0.36);
pub(crate) const CHECKLIST: Effect = Effect::share(MetricId::ChecklistUse, 0.22, 0.56);
/// Of all checks together; the security check fails independently, as [`SECURITY`] says.
pub(crate) const TESTS: Effect = Effect::share(MetricId::TestPassRate, 0.88, 0.06);
pub(crate) const SECURITY: Effect = Effect::share(MetricId::SecurityChecked, 0.97, 0.02);

/// Of the unit tests alone, on the first commit of a pull request.
pub(crate) const FIRST_TRY: Effect = Effect::share(MetricId::FirstTryPassRate, 0.70, 0.12);

pub(crate) const ALL: [Effect; 12] = [
    CYCLE_TIME,
    FIRST_REVIEW,
    SIZE,
    REVIEW_DEPTH,
    DEFECTS_AFTER,
    DEFECTS_BEFORE,
    BACKOUTS,
    HOTFIXES,
    CHECKLIST,
    TESTS,
    SECURITY,
    FIRST_TRY,
];

/// What the team that games pull-request size does instead: it splits work and waves it through.
#[derive(Debug, Clone, Serialize)]
pub struct Gaming {
    /// Team key.
    pub team: String,
    /// Added to log cycle time, in place of the dose's effect.
    pub log_cycle_time: f64,
    /// Added to log size, in place of the dose's effect.
    pub log_size: f64,
    /// Added to log review depth, in place of the dose's effect.
    pub log_review_depth: f64,
    /// Share of pull requests approved within five minutes; elsewhere [`QUICK_APPROVALS`].
    pub quick_approval_share: f64,
    /// Pull requests per pull request it would have opened otherwise.
    pub volume_factor: f64,
}

pub(crate) const QUICK_APPROVALS: f64 = 0.03;
pub(crate) const GAMING_LOG_CYCLE: f64 = -0.35;
pub(crate) const GAMING_LOG_SIZE: f64 = -0.80;
pub(crate) const GAMING_LOG_DEPTH: f64 = -1.10;
pub(crate) const GAMING_QUICK_APPROVALS: f64 = 0.45;
pub(crate) const GAMING_VOLUME: f64 = 1.6;

/// Share of the effect in the sprint of joining; full from the second.
pub(crate) const FIRST_SPRINT_SHARE: f64 = 0.5;

/// How far the effect has come: 0 before joining, then half, then 1.
pub(crate) fn phase(team: &TeamPlan, sprint: usize) -> f64 {
    match team.joins_in() {
        Some(joined) if sprint > joined => 1.0,
        Some(joined) if sprint == joined => FIRST_SPRINT_SHARE,
        _ => 0.0,
    }
}

/// Share of the full effect that a team shows in a sprint: phase times dose.
pub(crate) fn uptake(team: &TeamPlan, sprint: usize) -> f64 {
    phase(team, sprint) * team.dose.strength()
}

/// What is added to a log scale for a team in a sprint, where gaming replaces the honest effect.
pub(crate) fn log_shift(team: &TeamPlan, sprint: usize, effect: &Effect, gaming: f64) -> f64 {
    if team.games { gaming * phase(team, sprint) } else { effect.full * uptake(team, sprint) }
}
