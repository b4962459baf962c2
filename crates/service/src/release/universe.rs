//! Everything that a period's figures are computed from, and the groups that each piece of it counts in: as the
//! organisation is now, and as movers between the generations of a seating.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::{EpochMs, PersonKey, TeamKey, cohort::Cohort};
use metrics::{ContributorSets, Enrolled, PullRequestItem, Selection};

use super::{
    facts::{Facts, ItemId, id},
    groups::{Group, GroupNumber},
    period::Period,
    seating::{Fresh, Seating},
    seats::{MemberSeat, Seat, Track},
    standing::{Mover, Stay},
};
use crate::recompute::{Context, Participation, SprintWindow, people_of};

/// A cohort with whose work counts for it, and in which teams.
pub(super) struct Circle<'a> {
    pub cohort: &'a Cohort,
    pub people: Vec<Enrolled>,
    pub teams: BTreeSet<&'a TeamKey>,
}

pub(super) fn circles(context: &Context) -> Vec<Circle<'_>> {
    let circle = |cohort| Circle {
        cohort,
        people: people_of(context, cohort),
        teams: context.teams_of(cohort).into_iter().collect(),
    };
    context.cohorts.iter().map(circle).collect()
}

impl Circle<'_> {
    fn counts(&self, item: &PullRequestItem, team: &TeamKey) -> bool {
        self.teams.contains(team) && Selection::People(&self.people).keeps(item)
    }
}

/// Who is where in a period now.
pub(super) fn fresh(context: &Context, circles: &[Circle<'_>], facts: &Facts, period: &Period<'_>) -> Fresh {
    let mut items = BTreeMap::new();
    for team in period.spans.keys() {
        for item in &facts.team(team).pull_requests {
            if period.sets_of(item, team).is_some() {
                let own = circles.iter().filter(|circle| circle.counts(item, team));
                let cohorts = own.map(|circle| circle.cohort.key.clone()).collect();
                items.insert(id(item), Seat { team: (*team).clone(), cohorts });
            }
        }
    }
    let members = if period.is_sprint() { members(context, circles, period) } else { BTreeMap::new() };
    Fresh { items, members }
}

fn members(
    context: &Context,
    circles: &[Circle<'_>],
    period: &Period<'_>,
) -> BTreeMap<PersonKey, MemberSeat> {
    let mut seats: BTreeMap<PersonKey, MemberSeat> = BTreeMap::new();
    let nowhere = || MemberSeat { teams: vec![], cohorts: vec![], under: None };
    for (team, span) in &period.spans {
        let window = SprintWindow { key: &period.key, span: *span };
        let participation = Participation::new(context, window);
        let people: BTreeSet<PersonKey> =
            context.members(team, EpochMs(span.end.0 - 1)).into_iter().collect();
        for person in people {
            let seat = seats.entry(person).or_insert_with(nowhere);
            seat.teams.push((*team).clone());
            seat.under = participation.cohort_of(person).map(|cohort| cohort.key.clone());
        }
    }
    for circle in circles {
        let Some(span) = circle_span(circle, period) else { continue };
        let people: BTreeSet<PersonKey> = context.enrolled_during(circle.cohort, span).into_iter().collect();
        for person in people {
            seats.entry(person).or_insert_with(nowhere).cohorts.push(circle.cohort.key.clone());
        }
    }
    seats
}

/// The period as a cohort has it: over the dates of its people's teams.
pub(super) fn circle_span(circle: &Circle<'_>, period: &Period<'_>) -> Option<domain::Span> {
    let own: Vec<_> = circle.teams.iter().filter_map(|team| period.spans.get(team).copied()).collect();
    (!own.is_empty()).then(|| crate::recompute::hull(own.iter()))
}

/// The groups of a period by number, and the numbers by key.
pub(super) struct Lattice {
    pub groups: Vec<Group>,
    teams: HashMap<TeamKey, GroupNumber>,
    cohorts: HashMap<domain::CohortKey, GroupNumber>,
    repositories: HashMap<u32, GroupNumber>,
}

impl Lattice {
    /// The organisation, the period's teams and everything that a seat of any generation names.
    pub fn of(seating: &Seating, period: &Period<'_>, repositories: &HashMap<u32, String>) -> Self {
        let seats = seating.items.seats.list();
        let member_seats = seating.members.seats.list();
        let teams = period.spans.keys().map(|team| (*team).clone());
        let teams: BTreeSet<TeamKey> = teams
            .chain(seats.iter().map(|seat| seat.team.clone()))
            .chain(member_seats.iter().flat_map(|seat| seat.teams.iter().cloned()))
            .collect();
        let cohorts: BTreeSet<_> = seats
            .iter()
            .flat_map(|seat| &seat.cohorts)
            .chain(member_seats.iter().flat_map(|seat| &seat.cohorts))
            .cloned()
            .collect();
        let mentioned: BTreeSet<u32> =
            seating.items.tracks.keys().map(|(repository, _)| *repository).collect();
        let mut lattice = Self {
            groups: vec![Group::Organisation],
            teams: HashMap::new(),
            cohorts: HashMap::new(),
            repositories: HashMap::new(),
        };
        for team in teams {
            lattice.teams.insert(team.clone(), lattice.groups.len());
            lattice.groups.push(Group::Team(team));
        }
        for cohort in cohorts {
            lattice.cohorts.insert(cohort.clone(), lattice.groups.len());
            lattice.groups.push(Group::Cohort(cohort));
        }
        for number in mentioned {
            let name = repositories.get(&number).cloned().unwrap_or_default();
            lattice.repositories.insert(number, lattice.groups.len());
            lattice.groups.push(Group::Repository { name, number });
        }
        lattice
    }

    /// The groups whose figures leave out that a fact counts elsewhere now.
    pub fn stuck(&self, seating: &Seating) -> HashSet<GroupNumber> {
        seating.stuck.iter().flat_map(|(item, seat)| self.of_item(*item, seat)).collect()
    }

    fn team(&self, key: &TeamKey) -> Option<GroupNumber> {
        self.teams.get(key).copied()
    }

    /// The groups that an item in this seat counts in.
    fn of_item(&self, item: ItemId, seat: &Seat) -> Vec<GroupNumber> {
        let cohorts = seat.cohorts.iter().filter_map(|cohort| self.cohorts.get(cohort).copied());
        let repository = self.repositories.get(&item.0).copied();
        let mut groups: Vec<GroupNumber> =
            [0].into_iter().chain(self.team(&seat.team)).chain(cohorts).chain(repository).collect();
        groups.sort_unstable();
        groups
    }
}

/// What the pull requests and defects of a period are to its groups.
pub(super) fn movers_of_items(
    lattice: &Lattice,
    seating: &Seating,
    period: &Period<'_>,
    facts: &Facts,
    whereabouts: &HashMap<ItemId, (&PullRequestItem, &str)>,
) -> Vec<Mover> {
    let mut movers = Vec::with_capacity(seating.items.tracks.len());
    for (id, track) in &seating.items.tracks {
        let Some((item, _)) = whereabouts.get(id) else { continue };
        let stays = stays(track, |seat| {
            let seat = seating.items.seats.get(seat);
            let sets = period.sets_of(item, &seat.team);
            sets.map(|sets| lattice.of_item(*id, seat).into_iter().map(|group| (group, sets)).collect())
        });
        movers.push(Mover { person: item.author, stays });
    }
    movers.extend(defects(lattice, period, facts));
    movers
}

fn stays(
    track: &Track,
    mut places: impl FnMut(usize) -> Option<Vec<(GroupNumber, ContributorSets)>>,
) -> Vec<Stay> {
    let stays = track.stays().iter();
    stays
        .map(|(from, seat)| Stay { from: *from, places: seat.and_then(&mut places).unwrap_or_default() })
        .collect()
}

/// A team's defects, once: they have no author and never move.
fn defects(lattice: &Lattice, period: &Period<'_>, facts: &Facts) -> Vec<Mover> {
    let reported = period.spans.iter().filter(|(team, span)| {
        period.is_sprint() && facts.team(team).defects.iter().any(|defect| span.contains(defect.created_at))
    });
    let mover = |(team, _): (&&TeamKey, _)| {
        let places = [Some(0), lattice.team(team)].into_iter().flatten();
        let places = places.map(|group| (group, ContributorSets::of_defect())).collect();
        Mover { person: None, stays: vec![Stay { from: 0, places }] }
    };
    reported.map(mover).collect()
}

/// What the members of a period's teams and cohorts are to these.
pub(super) fn movers_of_members(
    context: &Context,
    circles: &[Circle<'_>],
    lattice: &Lattice,
    seating: &Seating,
    period: &Period<'_>,
) -> Vec<Mover> {
    let roll = Roll { context, circles, period };
    let mut movers = Vec::with_capacity(seating.members.tracks.len());
    for (person, track) in &seating.members.tracks {
        let stays = stays(track, |seat| {
            let seat = seating.members.seats.get(seat);
            let teams = seat.teams.iter().filter_map(|team| {
                Some((lattice.team(team)?, ContributorSets::of_member(&roll.in_team(*person, seat, team)?)))
            });
            let cohorts = seat.cohorts.iter().filter_map(|cohort| {
                let number = *lattice.cohorts.get(cohort)?;
                Some((number, ContributorSets::of_member(&roll.in_cohort(*person, cohort)?)))
            });
            let mut places: Vec<_> = teams.chain(cohorts).collect();
            places.sort_unstable_by_key(|(group, _)| *group);
            Some(places)
        });
        movers.push(Mover { person: Some(*person), stays });
    }
    movers
}

/// People as a period's adoption figures count them, wherever they are said to be.
pub(super) struct Roll<'a> {
    pub context: &'a Context,
    pub circles: &'a [Circle<'a>],
    pub period: &'a Period<'a>,
}

impl Roll<'_> {
    pub fn in_team(&self, person: PersonKey, seat: &MemberSeat, team: &TeamKey) -> Option<metrics::Member> {
        let window = SprintWindow { key: &self.period.key, span: *self.period.spans.get(team)? };
        let under = self.context.cohorts.iter().find(|cohort| Some(&cohort.key) == seat.under.as_ref());
        Some(Participation::new(self.context, window).counted_under(person, under))
    }

    pub fn in_cohort(&self, person: PersonKey, cohort: &domain::CohortKey) -> Option<metrics::Member> {
        let circle = self.circles.iter().find(|circle| circle.cohort.key == *cohort)?;
        let span = circle_span(circle, self.period)?;
        let window = SprintWindow { key: &self.period.key, span };
        let started = EpochMs::from_date(circle.cohort.first_day) < span.end;
        let under = Some(circle.cohort).filter(|_| started);
        Some(Participation::in_cohort(self.context, window, circle.cohort).counted_under(person, under))
    }
}
