//! The figures once more, the slow and obvious way: a filter and a sort for each.

use domain::EpochMs;
use domain::facts::FoundPhase;
use domain::figure::MetricId;
use metrics::{DefectItem, PullRequestItem};

use crate::fixtures::PERIOD;

/// The value over the period by the words of the definition; `None` where there is none, or not in [`COVERED`].
pub fn value(
    metric: MetricId,
    items: &[PullRequestItem],
    defects: &[DefectItem],
    as_of: EpochMs,
) -> Option<f64> {
    let merged: Vec<_> =
        items.iter().filter(|i| i.merged_at.is_some_and(|at| PERIOD.contains(at))).copied().collect();
    let settled: Vec<_> = items.iter().filter(|i| PERIOD.contains(i.settled_at())).copied().collect();
    let found =
        |phase| defects.iter().filter(|d| PERIOD.contains(d.created_at) && d.found == phase).count() as f64;
    let (before, after) = (found(FoundPhase::BeforeRelease), found(FoundPhase::AfterRelease));
    match metric {
        MetricId::PullRequests => some_count(items.iter().filter(|i| PERIOD.contains(i.opened_at)).count()),
        MetricId::Merged => some_count(merged.len()),
        MetricId::CycleTime => median(&merged, |i| Some(hours(i.opened_at, i.merged_at?))),
        MetricId::CycleTimeReady => median(&merged, |i| Some(hours(i.ready_at, i.merged_at?))),
        MetricId::DraftTime => {
            median(&merged, |i| Some(hours(i.opened_at, i.ready_at)).filter(|draft| *draft > 0.0))
        }
        MetricId::CycleTimeBusiness => median(&merged, |i| Some(i.business_cycle_ms? as f64 / 3.6e6)),
        MetricId::FirstReviewTime => median(&settled, |i| Some(hours(i.opened_at, i.first_review_at?))),
        MetricId::WaitingAge => median(items, |i| {
            let waits = i.merged_at.or(i.closed_at).or(i.first_review_at).is_none() && !i.is_draft;
            waits.then(|| hours(i.ready_at, as_of).max(0.0))
        }),
        MetricId::PrSize => median(&merged, |i| i.lines.map(f64::from)),
        MetricId::SmallPrShare => share(&merged, |i| i.lines.map(|lines| lines <= 400)),
        MetricId::ChecklistUse => share(&merged, |i| Some(i.checklist?.is_complete())),
        MetricId::TestPassRate => share(&merged, |i| i.tests_passed),
        MetricId::MergedUnreviewed => share(&merged, |i| Some(i.first_review_at.is_none())),
        MetricId::EscapeShare => (before + after > 0.0).then(|| after / (before + after)),
        MetricId::DefectsAfterReleaseRate => {
            (!merged.is_empty()).then(|| 100.0 * (after / merged.len() as f64))
        }
        _ => None,
    }
}

pub const COVERED: [MetricId; 15] = [
    MetricId::PullRequests,
    MetricId::Merged,
    MetricId::CycleTime,
    MetricId::CycleTimeReady,
    MetricId::DraftTime,
    MetricId::CycleTimeBusiness,
    MetricId::FirstReviewTime,
    MetricId::WaitingAge,
    MetricId::PrSize,
    MetricId::SmallPrShare,
    MetricId::ChecklistUse,
    MetricId::TestPassRate,
    MetricId::MergedUnreviewed,
    MetricId::EscapeShare,
    MetricId::DefectsAfterReleaseRate,
];

fn some_count(count: usize) -> Option<f64> {
    (count > 0).then_some(count as f64)
}

fn hours(start: EpochMs, end: EpochMs) -> f64 {
    end.hours_since(start)
}

fn median(items: &[PullRequestItem], of: impl Fn(&PullRequestItem) -> Option<f64>) -> Option<f64> {
    let mut values: Vec<f64> = items.iter().filter_map(of).collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(values[middle]),
        _ => Some(f64::midpoint(values[middle - 1], values[middle])),
    }
}

fn share(items: &[PullRequestItem], of: impl Fn(&PullRequestItem) -> Option<bool>) -> Option<f64> {
    let answers: Vec<bool> = items.iter().filter_map(of).collect();
    let yes = answers.iter().filter(|answer| **answer).count();
    (!answers.is_empty()).then(|| yes as f64 / answers.len() as f64)
}
