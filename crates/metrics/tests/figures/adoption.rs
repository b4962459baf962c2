use domain::figure::{FigureState, MetricId};
use metrics::Member;

use crate::fixtures::{Story as _, figure, figure_with, member, pull_request, said};

fn newcomer(person: i64) -> Member {
    Member { joined: false, labs_assigned: 4, labs_completed: 4, ..member(person) }
}

#[test]
fn only_those_who_joined_count_in_what_participants_do() {
    let members = [
        Member {
            labs_assigned: 4,
            labs_completed: 3,
            used_job_aid: true,
            sessions_held: 2,
            sessions_attended: 1,
            ..member(1)
        },
        Member { labs_assigned: 4, labs_completed: 1, sessions_held: 2, sessions_attended: 2, ..member(2) },
        newcomer(3),
    ];
    let over = |metric| figure_with(metric, &[], &[], Some(&members));
    assert_eq!(said(&over(MetricId::Joined)), Ok((2.0, 3)));
    assert_eq!(said(&over(MetricId::LabsCompleted)), Ok((0.5, 8)));
    assert_eq!(said(&over(MetricId::JobAidsUsed)), Ok((1.0, 2)));
    assert_eq!(said(&over(MetricId::SessionsAttended)), Ok((0.75, 4)));
    assert_eq!(over(MetricId::LabsCompleted).contributors, 2);
}

#[test]
fn a_lab_done_twice_is_not_two_labs() {
    let members = [Member { labs_assigned: 2, labs_completed: 3, ..member(1) }];
    assert_eq!(said(&figure_with(MetricId::LabsCompleted, &[], &[], Some(&members))), Ok((1.0, 2)));
}

#[test]
fn nothing_assigned_and_nobody_there_are_no_data() {
    assert_eq!(
        said(&figure_with(MetricId::LabsCompleted, &[], &[], Some(&[member(1)]))),
        Err(FigureState::NoData)
    );
    for metric in [MetricId::Joined, MetricId::JobAidsUsed, MetricId::SessionsAttended, MetricId::Dose] {
        assert_eq!(said(&figure(metric, &[])), Err(FigureState::NoData));
    }
}

#[test]
fn dose_is_the_mean_of_labs_and_of_the_checklists_in_the_person_s_own_work() {
    let half_the_labs = |person| Member { labs_assigned: 2, labs_completed: 1, ..member(person) };
    let members = [half_the_labs(1), half_the_labs(2), newcomer(3)];
    let items = [
        pull_request(1).ticked(2, 2).merged(2),
        pull_request(2).ticked(2, 2).merged(2),
        pull_request(3).ticked(2, 2).merged(2),
        pull_request(4).ticked(1, 2).merged(2),
        pull_request(5).ticked(2, 2).by(3).merged(2),
        pull_request(6).by(2).closed(2),
    ];
    let dose = figure_with(MetricId::Dose, &items, &[], Some(&members));
    assert_eq!(said(&dose), Ok(((0.625 + 0.5 + 0.0) / 3.0, 3)), "person 2 has merged nothing: labs only");
}
