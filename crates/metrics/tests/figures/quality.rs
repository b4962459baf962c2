use domain::facts::FoundPhase::{AfterRelease, BeforeRelease, Unknown};
use domain::figure::{FigureState, MetricId};
use metrics::{DefectItem, Group, Part, PullRequestItem};

use crate::fixtures::{PERIOD, Story as _, defect, figure, figure_with, hour, only, pull_request, said};

#[test]
fn defects_are_counted_by_phase_and_the_unknown_lower_the_coverage() {
    let merged = [pull_request(1).merged(2), pull_request(2).by(2).merged(3)];
    let outside = DefectItem { created_at: PERIOD.end, found: AfterRelease };
    let defects =
        [defect(BeforeRelease), defect(BeforeRelease), defect(AfterRelease), defect(Unknown), outside];
    let over = |metric| figure_with(metric, &merged, &defects, None);
    assert_eq!(said(&over(MetricId::DefectsBeforeRelease)), Ok((2.0, 4)));
    assert_eq!(said(&over(MetricId::DefectsAfterRelease)), Ok((1.0, 4)));
    assert_eq!(said(&over(MetricId::DefectsUnknown)), Ok((1.0, 4)));
    assert_eq!(said(&over(MetricId::EscapeShare)), Ok((1.0 / 3.0, 3)));
    assert_eq!(over(MetricId::EscapeShare).coverage, Some(0.75));
    assert_eq!(over(MetricId::EscapeShare).contributors, 2, "the authors of what was merged meanwhile");
}

#[test]
fn rates_are_per_hundred_merged() {
    let merged: Vec<_> = (1..=8).map(|n| pull_request(n).merged(n)).collect();
    let defects = [defect(BeforeRelease), defect(AfterRelease), defect(AfterRelease)];
    let over = |metric| figure_with(metric, &merged, &defects, None);
    assert_eq!(said(&over(MetricId::DefectsBeforeReleaseRate)), Ok((12.5, 8)));
    assert_eq!(said(&over(MetricId::DefectsAfterReleaseRate)), Ok((25.0, 8)));
}

#[test]
fn no_defect_is_zero_only_where_somebody_keeps_track_of_defects() {
    let merged = [pull_request(1).merged(2)];
    assert_eq!(said(&figure(MetricId::DefectsAfterRelease, &merged)), Ok((0.0, 0)));
    assert_eq!(said(&figure(MetricId::DefectsAfterReleaseRate, &merged)), Ok((0.0, 1)));
    assert_eq!(said(&figure(MetricId::EscapeShare, &merged)), Err(FigureState::NoData));

    let parts = [Part { span: PERIOD, pull_requests: &merged, defects: &[] }];
    let untracked = Group { tracks_defects: false, ..Group::new(&parts, hour(9)) };
    for metric in [MetricId::DefectsAfterRelease, MetricId::DefectsAfterReleaseRate] {
        assert_eq!(said(&only(&untracked, metric)), Err(FigureState::NoData));
    }
}

#[test]
fn without_merges_defects_have_a_count_and_no_rate() {
    let over = |metric| figure_with(metric, &[], &[defect(AfterRelease)], None);
    assert_eq!(said(&over(MetricId::DefectsAfterRelease)), Ok((1.0, 1)));
    assert_eq!(said(&over(MetricId::DefectsAfterReleaseRate)), Err(FigureState::NoData));
    assert_eq!(said(&figure(MetricId::DefectsAfterRelease, &[])), Err(FigureState::NoData));
}

#[test]
fn backouts_and_hotfixes_count_what_was_merged() {
    let items = [
        PullRequestItem { is_revert: true, ..pull_request(1).merged(2) },
        PullRequestItem { is_revert: true, ..pull_request(2).closed(2) },
        PullRequestItem { is_hotfix: true, ..pull_request(3).merged(2) },
        PullRequestItem { is_hotfix: true, ..pull_request(4) },
        pull_request(5).merged(3),
    ];
    assert_eq!(said(&figure(MetricId::Backouts, &items)), Ok((1.0, 3)));
    assert_eq!(said(&figure(MetricId::Hotfixes, &items)), Ok((1.0, 3)));
    assert_eq!(said(&figure(MetricId::Backouts, &items[4..])), Ok((0.0, 1)), "a true zero");
}
