use domain::figure::{FigureState, MetricId};
use metrics::{Group, Part, PullRequestItem};

use crate::fixtures::{PERIOD, Story as _, figure, hour, only, pull_request, said};

#[test]
fn cycle_time_is_the_median_of_what_was_merged_in_the_period() {
    let items = [
        pull_request(1).merged(2),
        pull_request(2).by(2).merged(4),
        pull_request(3).by(2).merged(300),
        pull_request(4).opened(1).closed(2),
        pull_request(5).opened(1),
        pull_request(6).opened(999).merged(1_000),
    ];
    let cycle_time = figure(MetricId::CycleTime, &items);
    assert_eq!(said(&cycle_time), Ok((4.0, 3)), "a median, not the mean of 102");
    assert_eq!((cycle_time.contributors, cycle_time.coverage), (2, Some(1.0)));
}

#[test]
fn percentiles_lie_between_items() {
    let items: Vec<_> = (1..=5).map(|n| pull_request(n).merged(n * 10)).collect();
    assert_eq!(said(&figure(MetricId::CycleTimeP75, &items)), Ok((40.0, 5)));
    assert_eq!(said(&figure(MetricId::CycleTimeP90, &items)), Ok((46.0, 5)));
}

#[test]
fn a_period_without_merges_has_no_cycle_time_rather_than_zero() {
    for metric in [MetricId::CycleTime, MetricId::Merged, MetricId::Backouts, MetricId::MergedUnreviewed] {
        let nothing = figure(metric, &[pull_request(1).closed(5)]);
        assert_eq!(said(&nothing), Err(FigureState::NoData), "{metric}");
        assert_eq!((nothing.n, nothing.coverage), (0, None));
    }
}

#[test]
fn volume_counts_what_was_opened_and_what_was_merged() {
    let items = [pull_request(1).opened(-5).merged(3), pull_request(2), pull_request(3).closed(4)];
    assert_eq!(said(&figure(MetricId::PullRequests, &items)), Ok((2.0, 2)));
    assert_eq!(said(&figure(MetricId::Merged, &items)), Ok((1.0, 1)));
}

#[test]
fn draft_time_is_shown_apart_from_the_time_since_ready() {
    let items = [pull_request(1).ready(6).merged(10), pull_request(2).merged(2)];
    assert_eq!(said(&figure(MetricId::CycleTime, &items)), Ok((6.0, 2)));
    assert_eq!(said(&figure(MetricId::CycleTimeReady, &items)), Ok((3.0, 2)));
    assert_eq!(said(&figure(MetricId::DraftTime, &items)), Ok((6.0, 1)), "only what was a draft");
}

#[test]
fn working_hours_are_taken_where_they_are_known() {
    let known = PullRequestItem { business_cycle_ms: Some(5 * 3_600_000), ..pull_request(1).merged(20) };
    let cycle_time = figure(MetricId::CycleTimeBusiness, &[known, pull_request(2).merged(9)]);
    assert_eq!(said(&cycle_time), Ok((5.0, 1)));
    assert_eq!(cycle_time.coverage, Some(0.5));
}

#[test]
fn open_pull_requests_push_the_survival_median_up() {
    let merged = [1, 2, 3].map(|n| pull_request(n).merged(n));
    let mut items = merged.to_vec();
    assert_eq!(said(&figure(MetricId::CycleTimeKm, &items)), Ok((2.0, 3)), "all merged: the plain median");
    items.extend([4, 5].map(pull_request));
    assert_eq!(said(&figure(MetricId::CycleTimeKm, &items)), Ok((3.0, 5)));
    items.extend([6, 7].map(pull_request));
    assert_eq!(said(&figure(MetricId::CycleTimeKm, &items)), Err(FigureState::TooFew), "half never merged");
}

#[test]
fn a_missing_review_is_missing_and_not_zero_hours() {
    let items = [
        pull_request(1).reviewed(4).merged(10),
        pull_request(2).by(2).merged(10),
        pull_request(3).by(2).reviewed(8).closed(9),
        pull_request(4).by(3).reviewed(6),
    ];
    let first_review = figure(MetricId::FirstReviewTime, &items);
    assert_eq!(said(&first_review), Ok((6.0, 3)), "merged, closed and open alike");
    assert_eq!((first_review.coverage, first_review.contributors), (Some(0.75), 3));
}

#[test]
fn nobody_reviewed_is_no_review_time_with_a_coverage_of_zero() {
    let first_review = figure(MetricId::FirstReviewTime, &[pull_request(1).merged(2)]);
    assert_eq!(said(&first_review), Err(FigureState::NoData));
    assert_eq!(first_review.coverage, Some(0.0));
}

#[test]
fn a_review_counts_where_its_pull_request_settled() {
    let merged_later = pull_request(1).reviewed(3).merged(1_001);
    assert_eq!(said(&figure(MetricId::FirstReviewTime, &[merged_later])), Err(FigureState::NoData));
}

#[test]
fn working_hours_to_the_first_review_need_a_review() {
    let known = PullRequestItem {
        business_first_review_ms: Some(7_200_000),
        ..pull_request(1).reviewed(9).merged(10)
    };
    let first_review =
        figure(MetricId::FirstReviewTimeBusiness, &[known, pull_request(2).reviewed(1).merged(2)]);
    assert_eq!(said(&first_review), Ok((2.0, 1)));
    assert_eq!(first_review.coverage, Some(0.5));
}

#[test]
fn reviewed_within_a_day_leaves_out_what_is_not_decided() {
    let draft = PullRequestItem { is_draft: true, ..pull_request(5) };
    let items = [
        pull_request(1).reviewed(24).merged(30),
        pull_request(2).reviewed(25).merged(30),
        pull_request(3).merged(30),
        pull_request(4).merged(3),
        draft,
        pull_request(6).opened(990),
    ];
    let reviewed = figure(MetricId::ReviewedIn24h, &items);
    assert_eq!(
        said(&reviewed),
        Ok((1.0 / 3.0, 3)),
        "the day is inclusive; merged at once, draft, just opened"
    );
    assert_eq!(reviewed.coverage, Some(0.5));
}

#[test]
fn waiting_is_open_ready_and_without_review_whatever_the_period() {
    let draft = PullRequestItem { is_draft: true, ..pull_request(1) };
    let items = [
        draft,
        pull_request(2).reviewed(3),
        pull_request(3).merged(2),
        pull_request(4).closed(2),
        pull_request(5).opened(990),
        pull_request(6).opened(-100).ready(980).by(7),
    ];
    assert_eq!(said(&figure(MetricId::Waiting, &items)), Ok((2.0, 6)));
    let age = figure(MetricId::WaitingAge, &items);
    assert_eq!(said(&age), Ok((15.0, 2)), "10 and, since it is ready, 20 hours");
    assert_eq!(age.contributors, 2);
}

#[test]
fn nobody_waiting_is_a_true_zero() {
    assert_eq!(said(&figure(MetricId::Waiting, &[pull_request(1).merged(2)])), Ok((0.0, 1)));
    assert_eq!(said(&figure(MetricId::WaitingAge, &[pull_request(1).merged(2)])), Err(FigureState::NoData));
    assert_eq!(said(&figure(MetricId::Waiting, &[])), Err(FigureState::NoData));
}

#[test]
fn what_waits_is_one_in_a_union_of_sprints_that_both_carry_it() {
    let items = [pull_request(1), pull_request(2).merged(600)];
    let halves = [(0, 500), (500, 1_000)].map(|(from, to)| Part {
        span: domain::Span { start: hour(from), end: hour(to) },
        pull_requests: &items,
        defects: &[],
    });
    let group = Group::new(&halves, PERIOD.end);
    assert_eq!(said(&only(&group, MetricId::Waiting)), Ok((1.0, 2)));
}
