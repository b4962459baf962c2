use super::{Gate, Missing, People, Side};
use crate::panel::{Cell, Panel};

/// So many teams for each joining sprint (0: never), all of them in sprints 1 to `last`.
fn panel(waves: &[(i64, usize)], last: i64) -> Panel {
    let teams = waves.iter().flat_map(|&(joined, count)| (0..count).map(move |at| (joined, at)));
    let cells = teams.flat_map(|(joined, at)| {
        (1..=last).map(move |period| Cell {
            unit: format!("wave {joined} team {at}"),
            period,
            joined: (joined > 0).then_some(joined),
            outcome: Some(1.0),
            exposure: None,
        })
    });
    Panel::from_cells(&cells.collect::<Vec<_>>()).unwrap()
}

fn missing(panel: &Panel) -> Vec<Missing> {
    Gate::default().admit(panel, |_, _| Some(10), None).missing
}

#[test]
fn enough_of_everything_passes_and_leaves_nothing_out() {
    let panel = panel(&[(5, 5), (0, 3)], 8);
    let people = Some(People { joined: 8, waiting: 8 });
    let admitted = Gate::default().admit(&panel, |_, _| Some(5), people);
    assert!(admitted.passed() && admitted.left_out.is_empty());
    assert_eq!(admitted.panel, panel);
}

#[test]
fn a_cell_with_few_pull_requests_is_left_out_and_listed_and_one_nobody_counted_is_kept() {
    let counts = |unit, period| if (unit, period) == (0, 0) { Some(4) } else { None };
    let admitted = Gate::default().admit(&panel(&[(5, 6), (0, 3)], 8), counts, None);
    assert_eq!(admitted.panel.outcome(0, 0), None);
    let left_out: Vec<String> = admitted.left_out.iter().map(ToString::to_string).collect();
    assert_eq!(left_out, ["wave 0 team 0 in sprint 1: 4 pull requests"]);
}

#[test]
fn sprints_with_few_teams_still_to_join_are_left_out_on_the_joined_side_only() {
    let admitted = Gate::default().admit(&panel(&[(5, 5), (7, 2), (0, 2)], 8), |_, _| None, None);
    assert!(admitted.passed());
    let sprints: Vec<String> = admitted.left_out.iter().map(ToString::to_string).collect();
    assert_eq!(sprints, ["sprint 7: 2 teams still to join", "sprint 8: 2 teams still to join"]);
    let kept = |unit| (0..8).filter(|&period| admitted.panel.outcome(unit, period).is_some()).count();
    assert_eq!((kept(0), kept(8)), (8, 6));
}

#[test]
fn what_is_missing_is_said_with_its_numbers() {
    assert_eq!(missing(&panel(&[(5, 4), (0, 3)], 8)), [Missing::Teams { have: 7, need: 8 }]);
    assert_eq!(missing(&panel(&[(5, 7), (0, 2)], 8)), [Missing::Controls { have: 2, need: 3 }]);
    assert_eq!(missing(&panel(&[(4, 7), (0, 3)], 8)), [Missing::SprintsBefore { have: 3, need: 4 }]);
    assert_eq!(missing(&panel(&[(9, 7), (0, 3)], 8)), [Missing::NobodyJoined]);
    assert_eq!(missing(&panel(&[(5, 8)], 8)), [Missing::Controls { have: 0, need: 3 }]);
    let thin = Gate::default().admit(&panel(&[(5, 7), (0, 3)], 8), |_, _| Some(4), None);
    assert_eq!(thin.missing, [Missing::PullRequests { have: 4, need: 5 }]);
}

#[test]
fn a_side_with_few_people_is_not_compared_and_its_size_is_not_kept() {
    let people = Some(People { joined: 40, waiting: 7 });
    let admitted = Gate::default().admit(&panel(&[(5, 5), (0, 3)], 8), |_, _| None, people);
    assert_eq!(admitted.missing, [Missing::People { side: Side::Waiting, need: 8 }]);
}

#[test]
fn an_empty_panel_has_no_team_to_compare() {
    let admitted = Gate::default().admit(&Panel::from_cells(&[]).unwrap(), |_, _| None, None);
    assert_eq!(admitted.missing, [Missing::NobodyJoined]);
}
