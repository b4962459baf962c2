//! How long the pull requests opened in a sprint took, those that are not over yet among them.

use domain::{EpochMs, Span, figure::MetricId};
use metrics::{PullRequestItem, survival::Duration};

/// Does this metric say how long a pull request takes from its opening or being ready?
pub(super) fn is_lasting(metric: MetricId) -> bool {
    matches!(
        metric,
        MetricId::CycleTime | MetricId::CycleTimeKm | MetricId::CycleTimeReady | MetricId::FirstReviewTime
    )
}

/// Durations in hours of the pull requests opened in a span. What is not over is censored: at closing where it was
/// closed without a merge, else at the last moment that the facts tell of.
pub(super) struct Opened {
    pub durations: Vec<Duration>,
    /// Still open, and what is waited for has not come.
    pub open: usize,
}

impl Opened {
    pub fn of(items: &[PullRequestItem], span: Span, metric: MetricId, known_until: EpochMs) -> Self {
        let opened = || items.iter().filter(|item| span.contains(item.opened_at));
        let durations = opened().map(|item| duration(item, metric, known_until)).collect();
        let is_waiting = |item: &&PullRequestItem| item.is_open() && end(item, metric).is_none();
        Self { durations, open: opened().filter(is_waiting).count() }
    }

    /// The Kaplan-Meier median in hours; `None` where less than half is over by any age.
    pub fn median(mut self) -> Option<f64> {
        metrics::survival::median(&mut self.durations)
    }

    /// The mean logarithm of those that are over; `None` where a tenth or more is still open, or nothing is over.
    pub fn mean_log(&self) -> Option<f64> {
        let logs: Vec<f64> =
            self.durations.iter().filter(|d| d.ended).map(|d| d.time.max(SHORTEST).ln()).collect();
        let few_open = 10 * self.open < self.durations.len();
        (few_open && !logs.is_empty()).then(|| logs.iter().sum::<f64>() / logs.len() as f64)
    }
}

/// A minute in hours: nothing takes less, and nothing has no logarithm.
pub(super) const SHORTEST: f64 = 1.0 / 60.0;

fn end(item: &PullRequestItem, metric: MetricId) -> Option<EpochMs> {
    if metric == MetricId::FirstReviewTime { item.first_review_at } else { item.merged_at }
}

fn duration(item: &PullRequestItem, metric: MetricId, known_until: EpochMs) -> Duration {
    let start = if metric == MetricId::CycleTimeReady { item.ready_at } else { item.opened_at };
    let ended = end(item, metric);
    let last_seen = ended.unwrap_or_else(|| if item.is_open() { known_until } else { item.settled_at() });
    Duration { time: last_seen.hours_since(start).max(0.0), ended: ended.is_some() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;
    const SPRINT: Span = Span { start: EpochMs(0), end: EpochMs(100 * HOUR) };

    fn item(number: i64, opened: i64, merged: Option<i64>) -> PullRequestItem {
        PullRequestItem {
            merged_at: merged.map(|hour| EpochMs(hour * HOUR)),
            ..PullRequestItem::new(1, number, EpochMs(opened * HOUR))
        }
    }

    #[test]
    fn what_was_opened_in_the_sprint_counts_wherever_it_was_merged_and_what_is_open_is_censored() {
        let items = [item(1, 0, Some(10)), item(2, 50, Some(150)), item(3, 90, None), item(4, -5, Some(5))];
        let opened = Opened::of(&items, SPRINT, MetricId::CycleTime, EpochMs(200 * HOUR));
        let times: Vec<(f64, bool)> = opened.durations.iter().map(|d| (d.time, d.ended)).collect();
        assert_eq!(times, [(10.0, true), (100.0, true), (110.0, false)]);
        assert_eq!(opened.open, 1);
        assert_eq!(opened.mean_log(), None, "a third is open");
        assert_eq!(opened.median(), Some(100.0));
    }

    #[test]
    fn closed_without_a_merge_is_censored_there_and_is_not_open() {
        let closed = PullRequestItem { closed_at: Some(EpochMs(30 * HOUR)), ..item(1, 10, None) };
        let opened =
            Opened::of(&[closed, item(2, 0, Some(1))], SPRINT, MetricId::CycleTime, EpochMs(99 * HOUR));
        assert_eq!((opened.durations[0].time, opened.durations[0].ended, opened.open), (20.0, false, 0));
        assert_eq!(opened.mean_log(), Some(0.0));
    }

    #[test]
    fn a_review_ends_the_wait_for_the_first_review() {
        let reviewed = PullRequestItem { first_review_at: Some(EpochMs(4 * HOUR)), ..item(1, 0, None) };
        let opened = Opened::of(&[reviewed], SPRINT, MetricId::FirstReviewTime, EpochMs(50 * HOUR));
        assert_eq!((opened.durations[0].time, opened.open), (4.0, 0));
    }
}
