//! Groups before and after somebody moved between them.

use domain::TeamKey;

use super::*;

const MERGED: ContributorSet = ContributorSet::Merged;

fn groups() -> Vec<Group> {
    let team = |key| Group::Team(TeamKey::new(key).unwrap());
    vec![Group::Organisation, team("pay"), team("web")]
}

fn merged() -> ContributorSets {
    let mut item = metrics::PullRequestItem::new(1, 1, domain::EpochMs(0));
    item.merged_at = Some(domain::EpochMs(1));
    let span = domain::Span { start: domain::EpochMs(0), end: domain::EpochMs(9) };
    ContributorSets::of_item(&item, &span, domain::EpochMs(9), &metrics::Limits::default())
}

/// Somebody whose work counted in these teams, one after the other.
fn person(key: i64, teams: &[GroupNumber]) -> Mover {
    let stay =
        |(from, team): (u16, &GroupNumber)| Stay { from, places: vec![(0, merged()), (*team, merged())] };
    Mover { person: Some(PersonKey(key)), stays: (0..).zip(teams).map(stay).collect() }
}

fn standings(movers: &[Mover], generations: u16) -> [Standing; 3] {
    let standings = Standings::new(&groups(), generations, movers, &[MERGED]);
    [0, 1, 2].map(|group| standings.of(group, MetricId::CycleTime))
}

fn company(moved: i64) -> Vec<Mover> {
    let pay = (0..12).map(|n| if n < moved { person(n, &[1, 2]) } else { person(n, &[1]) });
    pay.chain((20..32).map(|n| person(n, &[2]))).collect()
}

#[test]
fn who_moved_alone_is_counted_where_they_were() {
    let [organisation, pay, web] = standings(&company(1), 2);
    assert_eq!(organisation, Standing::Current, "nobody came or went");
    assert_eq!((pay, web), (Standing::Held(0), Standing::Held(0)));
}

#[test]
fn five_who_move_together_are_counted_where_they_are() {
    assert_eq!(standings(&company(5), 2), [Standing::Current; 3]);
}

#[test]
fn five_are_enough_only_where_five_stay() {
    let [_, pay, web] = standings(&company(8), 2);
    assert_eq!((pay, web), (Standing::Held(0), Standing::Held(0)), "four would stay behind");
}

#[test]
fn who_moves_there_and_back_changes_nothing() {
    let mut movers = company(0);
    movers[0] = person(0, &[1, 2, 1]);
    assert_eq!(standings(&movers, 3), [Standing::Current; 3]);
}

#[test]
fn a_small_team_is_hidden_and_so_is_the_total_that_would_reveal_it() {
    let movers: Vec<Mover> =
        (0..6).map(|n| person(n, &[1])).chain((20..24).map(|n| person(n, &[2]))).collect();
    let [organisation, pay, web] = standings(&movers, 1);
    assert_eq!(organisation, Standing::Hidden(Remark::WouldReveal));
    assert_eq!(pay, Standing::Current);
    assert_eq!(web, Standing::Hidden(Remark::TooFewPeople));
}
