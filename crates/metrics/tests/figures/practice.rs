use domain::figure::{FigureState, MetricId};
use metrics::PullRequestItem;

use crate::fixtures::{Story as _, figure, minute, pull_request, said};

#[test]
fn size_is_the_median_of_known_sizes() {
    let items = [10, 400, 401].map(|lines| pull_request(i64::from(lines)).lines(lines).merged(2));
    let with_unknown = [&items[..], &[pull_request(4).merged(2)]].concat();
    let size = figure(MetricId::PrSize, &with_unknown);
    assert_eq!(said(&size), Ok((400.0, 3)));
    assert_eq!(size.coverage, Some(0.75));
    assert_eq!(said(&figure(MetricId::SmallPrShare, &with_unknown)), Ok((2.0 / 3.0, 3)), "400 is small");
}

#[test]
fn a_checklist_counts_when_every_box_is_ticked() {
    let items = [
        pull_request(1).ticked(3, 3).merged(2),
        pull_request(2).ticked(1, 3).merged(2),
        pull_request(3).ticked(0, 0).merged(2),
        pull_request(4).merged(2),
        pull_request(5).ticked(3, 3),
    ];
    let use_share = figure(MetricId::ChecklistUse, &items);
    assert_eq!(said(&use_share), Ok((1.0 / 3.0, 3)), "an unknown description is not an unticked one");
    assert_eq!(use_share.coverage, Some(0.5), "partly ticked counts here");
}

#[test]
fn check_shares_are_over_what_was_checked() {
    let items = [
        PullRequestItem {
            tests_passed: Some(true),
            first_try_passed: Some(false),
            security_passed: Some(true),
            ..pull_request(1).merged(2)
        },
        PullRequestItem {
            tests_passed: Some(false),
            first_try_passed: Some(true),
            ..pull_request(2).merged(2)
        },
        pull_request(3).merged(2),
        pull_request(4).merged(2),
    ];
    assert_eq!(said(&figure(MetricId::TestPassRate, &items)), Ok((0.5, 2)));
    assert_eq!(said(&figure(MetricId::FirstTryPassRate, &items)), Ok((0.5, 2)));
    let security = figure(MetricId::SecurityChecked, &items);
    assert_eq!(said(&security), Ok((1.0, 1)));
    assert_eq!(security.coverage, Some(0.25));
}

#[test]
fn review_depth_is_of_sums_and_not_a_mean_of_ratios() {
    let discussed = |number, lines, comments| PullRequestItem {
        review_comments: Some(comments),
        ..pull_request(number).lines(lines).merged(2)
    };
    let items = [discussed(1, 10, 1), discussed(2, 190, 3), pull_request(3).lines(50).merged(2)];
    assert_eq!(said(&figure(MetricId::ReviewDepth, &items)), Ok((2.0, 2)));
    assert_eq!(said(&figure(MetricId::ReviewDepth, &[discussed(4, 0, 2)])), Err(FigureState::TooFew));
}

#[test]
fn merged_without_review_is_a_share_of_what_was_merged() {
    let items = [
        pull_request(1).merged(2),
        pull_request(2).reviewed(1).merged(2),
        pull_request(3).closed(2),
        pull_request(4).reviewed(1).merged(2),
    ];
    assert_eq!(said(&figure(MetricId::MergedUnreviewed, &items)), Ok((1.0 / 3.0, 3)));
}

#[test]
fn a_quick_approval_is_suspicious_only_of_more_than_a_few_lines() {
    let approved = |number, lines, minutes| PullRequestItem {
        first_approval_at: Some(minute(minutes)),
        ..pull_request(number).lines(lines).merged(2)
    };
    let items =
        [approved(1, 101, 4), approved(2, 100, 4), approved(3, 101, 5), pull_request(4).lines(500).merged(2)];
    assert_eq!(said(&figure(MetricId::QuickApprovalShare, &items)), Ok((0.25, 4)));
}
