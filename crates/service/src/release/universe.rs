//! Everything that a period's figures are computed from, and the groups that each piece of it counts in: as the
//! organisation is now, and as movers between the generations of a seating.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::{EpochMs, PersonKey, TeamKey, cohort::Cohort};
use metrics::{ContributorSets, Enrolled, PullRequestItem, Selection};
use rustc_hash::FxHashMap;

use super::{
    facts::{Facts, ItemId, Whereabouts, id},
    groups::{Group, GroupNumber},
    period::{Period, View},
    seated::joined,
    seating::{Arrival, Fresh, Seating},
    seats::{MemberSeat, Numbered, Seat, SeatNumber, Track, TrackNumber},
    standing::{Mover, Stay},
    work::Stage,
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

/// Who is where in a period now.
pub(super) fn fresh<'a>(stage: &Stage<'a>, period: &Period<'_>) -> Fresh<'a> {
    let mut item_seats = Numbered::new();
    let mut items = Vec::new();
    for team in period.spans.keys() {
        arrivals(stage, period, team, &mut item_seats, &mut items);
    }
    items.sort_by_key(|(id, _)| *id);
    items.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            *kept = *later;
        }
        same
    });
    let seated =
        if period.is_sprint() { members(stage.context, &stage.circles, period) } else { BTreeMap::new() };
    let mut member_seats = Numbered::new();
    let members = seated.into_iter().map(|(person, seat)| (person, member_seats.number(seat))).collect();
    Fresh { items, item_seats, members, member_seats }
}

/// A team's facts of a period, each in the seat that its cohorts make.
fn arrivals<'a>(
    stage: &Stage<'a>,
    period: &Period<'_>,
    team: &TeamKey,
    seats: &mut Numbered<Seat>,
    items: &mut Vec<(ItemId, Arrival<'a>)>,
) {
    let Some((view, timeline)) = period.view(team).zip(stage.timelines.get(team)) else { return };
    let circles: Vec<&Circle<'_>> =
        stage.circles.iter().filter(|circle| circle.teams.contains(team)).collect();
    let mut numbered = CohortSets::new();
    let mut seat = |item: &PullRequestItem| {
        let counts = |at: &usize| Selection::People(&circles[*at].people).keeps(item);
        let set = (0..circles.len()).filter(counts).fold(CohortSets::NONE, |set, at| numbered.with(set, at));
        *numbered.seats[set].get_or_insert_with(|| {
            let own = (0..circles.len()).filter(counts);
            let cohorts = own.map(|at| circles[at].cohort.key.clone()).collect();
            seats.number(Seat { team: team.clone(), cohorts })
        })
    };
    let mut take = |item: &'a PullRequestItem| {
        if view.sets_of(item).is_some() {
            items.push((id(item), Arrival { item, seat: seat(item) }));
        }
    };
    if period.is_sprint() {
        timeline.touching(view.span).for_each(&mut take);
    } else {
        timeline.touching_or_open(view.span).for_each(&mut take);
    }
}

/// Sets of cohorts by number, each found from the one without its last cohort: nothing is put together for every fact
/// of many.
struct CohortSets {
    larger: FxHashMap<(usize, usize), usize>,
    seats: Vec<Option<SeatNumber>>,
}

impl CohortSets {
    /// The set of no cohort.
    const NONE: usize = 0;

    fn new() -> Self {
        Self { larger: FxHashMap::default(), seats: vec![None] }
    }

    /// A set, and one cohort more.
    fn with(&mut self, set: usize, cohort: usize) -> usize {
        *self.larger.entry((set, cohort)).or_insert_with(|| {
            self.seats.push(None);
            self.seats.len() - 1
        })
    }
}

/// A fact of a period with its track.
pub(super) type Seen<'a> = (&'a PullRequestItem, TrackNumber);

/// The facts of a seating that are still there, wherever they are now.
pub(super) fn seen<'a>(fresh: &Fresh<'a>, seating: &Seating, whereabouts: &Whereabouts<'a>) -> Vec<Seen<'a>> {
    let seen = joined(&fresh.items, &seating.items.of).filter_map(|(id, arrival, track)| {
        let item = match (arrival, track?) {
            (Some(arrival), _) => arrival.item,
            (None, _) => whereabouts.of(id)?.0,
        };
        Some((item, track?))
    });
    seen.collect()
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
        let mut mentioned: Vec<u32> =
            seating.items.of.iter().map(|((repository, _), _)| *repository).collect();
        mentioned.dedup();
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
        seating.stuck.iter().flat_map(|((repository, _), seat)| self.of_item(*repository, seat)).collect()
    }

    fn team(&self, key: &TeamKey) -> Option<GroupNumber> {
        self.teams.get(key).copied()
    }

    /// The groups that a repository's item in this seat counts in.
    fn of_item(&self, repository: u32, seat: &Seat) -> Vec<GroupNumber> {
        let cohorts = seat.cohorts.iter().filter_map(|cohort| self.cohorts.get(cohort).copied());
        let repository = self.repositories.get(&repository).copied();
        let mut groups: Vec<GroupNumber> =
            [0].into_iter().chain(self.team(&seat.team)).chain(cohorts).chain(repository).collect();
        groups.sort_unstable();
        groups
    }
}

/// What the pull requests and defects of a period are to its groups. Facts of one person that never moved and lie in
/// one repository and seat are always together, and told as one: in every set that one of them is in.
pub(super) fn movers_of_items(
    lattice: &Lattice,
    seating: &Seating,
    period: &Period<'_>,
    facts: &Facts,
    seen: &[Seen<'_>],
) -> Vec<Mover> {
    let seats = seating.items.seats.list();
    let views: Vec<Option<View>> = seats.iter().map(|seat| period.view(&seat.team)).collect();
    let sets_in = |item: &PullRequestItem, seat: SeatNumber| views[seat].as_ref()?.sets_of(item);
    let tracks = seating.items.tracks.list();
    let alone: Vec<Option<(u16, SeatNumber)>> = tracks.iter().map(Track::only).collect();
    let mut together: FxHashMap<(TrackNumber, u32, Option<PersonKey>), ContributorSets> =
        FxHashMap::default();
    let mut movers = Vec::new();
    for (item, track) in seen {
        if let Some((_, seat)) = alone[*track] {
            if let Some(sets) = sets_in(item, seat) {
                let known = together.entry((*track, item.repository, item.author)).or_default();
                *known = known.and(sets);
            }
            continue;
        }
        let stays = stays(&tracks[*track], |seat| {
            Some(places(lattice, item.repository, &seats[seat], sets_in(item, seat)?))
        });
        movers.push(Mover { person: item.author, stays });
    }
    for ((track, repository, person), sets) in together {
        let Some((from, seat)) = alone[track] else { continue };
        let places = places(lattice, repository, &seats[seat], sets);
        movers.push(Mover { person, stays: vec![Stay { from, places }] });
    }
    movers.extend(defects(lattice, period, facts));
    movers
}

fn places(
    lattice: &Lattice,
    repository: u32,
    seat: &Seat,
    sets: ContributorSets,
) -> Vec<(GroupNumber, ContributorSets)> {
    lattice.of_item(repository, seat).into_iter().map(|group| (group, sets)).collect()
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
    let mut movers = Vec::with_capacity(seating.members.of.len());
    for (person, track) in &seating.members.of {
        let stays = stays(seating.members.tracks.get(*track), |seat| {
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
