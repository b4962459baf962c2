//! What each metric means. The one source of names, units, formulas and guards for tiles, exports and documents.

use domain::figure::{Direction, Family, MetricId, Unit};

mod adoption;
mod flow;
mod practice;
mod quality;

/// A metric as people and programs may cite it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    pub id: MetricId,
    /// Grows when the same facts would give another figure.
    pub version: u16,
    pub name: &'static str,
    pub family: Family,
    pub unit: Unit,
    pub direction: Direction,
    /// What it is, in a plain sentence.
    pub statement: &'static str,
    /// How it is computed, in terms of facts.
    pub formula: &'static str,
    /// Metrics that must be shown beside this one.
    pub guards: &'static [MetricId],
    /// What `n` counts: "merged pull requests".
    pub of: &'static str,
}

/// The definition with its version, as exports cite it: `pr_cycle_time@1`.
pub fn definition_id(id: MetricId) -> String {
    format!("{id}@{}", definition(id).version)
}

pub fn definition(id: MetricId) -> &'static Definition {
    match id {
        MetricId::PullRequests => &flow::PULL_REQUESTS,
        MetricId::Merged => &flow::MERGED,
        MetricId::CycleTime => &flow::CYCLE_TIME,
        MetricId::CycleTimeP75 => &flow::CYCLE_TIME_P75,
        MetricId::CycleTimeP90 => &flow::CYCLE_TIME_P90,
        MetricId::CycleTimeBusiness => &flow::CYCLE_TIME_BUSINESS,
        MetricId::CycleTimeReady => &flow::CYCLE_TIME_READY,
        MetricId::DraftTime => &flow::DRAFT_TIME,
        MetricId::CycleTimeKm => &flow::CYCLE_TIME_KM,
        MetricId::FirstReviewTime => &flow::FIRST_REVIEW_TIME,
        MetricId::FirstReviewTimeBusiness => &flow::FIRST_REVIEW_TIME_BUSINESS,
        MetricId::ReviewedIn24h => &flow::REVIEWED_IN_24H,
        MetricId::Waiting => &flow::WAITING,
        MetricId::WaitingAge => &flow::WAITING_AGE,
        MetricId::DefectsBeforeRelease => &quality::DEFECTS_BEFORE_RELEASE,
        MetricId::DefectsAfterRelease => &quality::DEFECTS_AFTER_RELEASE,
        MetricId::DefectsUnknown => &quality::DEFECTS_UNKNOWN,
        MetricId::DefectsBeforeReleaseRate => &quality::DEFECTS_BEFORE_RELEASE_RATE,
        MetricId::DefectsAfterReleaseRate => &quality::DEFECTS_AFTER_RELEASE_RATE,
        MetricId::EscapeShare => &quality::ESCAPE_SHARE,
        MetricId::Backouts => &quality::BACKOUTS,
        MetricId::Hotfixes => &quality::HOTFIXES,
        MetricId::PrSize => &practice::PR_SIZE,
        MetricId::SmallPrShare => &practice::SMALL_PR_SHARE,
        MetricId::ChecklistUse => &practice::CHECKLIST_USE,
        MetricId::TestPassRate => &practice::TEST_PASS_RATE,
        MetricId::FirstTryPassRate => &practice::FIRST_TRY_PASS_RATE,
        MetricId::SecurityChecked => &practice::SECURITY_CHECKED,
        MetricId::ReviewDepth => &practice::REVIEW_DEPTH,
        MetricId::MergedUnreviewed => &practice::MERGED_UNREVIEWED,
        MetricId::QuickApprovalShare => &practice::QUICK_APPROVAL_SHARE,
        MetricId::Joined => &adoption::JOINED,
        MetricId::LabsCompleted => &adoption::LABS_COMPLETED,
        MetricId::JobAidsUsed => &adoption::JOB_AIDS_USED,
        MetricId::SessionsAttended => &adoption::SESSIONS_ATTENDED,
        MetricId::Dose => &adoption::DOSE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_has_its_own_definition() {
        for id in MetricId::ALL {
            assert_eq!(definition(*id).id, *id);
        }
        assert_eq!(definition_id(MetricId::CycleTime), "pr_cycle_time@1");
    }

    #[test]
    fn every_definition_says_what_it_is_and_no_metric_guards_itself() {
        for definition in MetricId::ALL.iter().map(|id| definition(*id)) {
            assert!(definition.version >= 1);
            assert!(definition.statement.ends_with('.'), "{}", definition.id);
            assert!(!definition.formula.is_empty() && !definition.of.is_empty(), "{}", definition.id);
            assert!(!definition.guards.contains(&definition.id));
        }
    }

    #[test]
    fn a_faster_cycle_and_fewer_escapes_are_never_shown_alone() {
        assert_eq!(definition(MetricId::CycleTime).guards, [MetricId::PrSize, MetricId::ReviewDepth]);
        assert_eq!(
            definition(MetricId::DefectsAfterRelease).guards,
            [MetricId::DefectsBeforeRelease, MetricId::Merged]
        );
    }
}
