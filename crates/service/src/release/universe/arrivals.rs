//! Who and what is where in a period now.

use std::collections::{BTreeMap, BTreeSet};

use domain::{EpochMs, PersonKey, TeamKey};
use metrics::{PullRequestItem, Selection};
use rustc_hash::FxHashMap;

use super::{Circle, circle_span};
use crate::{
    recompute::{Context, Participation, SprintWindow},
    release::{
        facts::{ItemId, Whereabouts, id},
        period::Period,
        seated::joined,
        seating::{Arrival, Fresh, Seating},
        seats::{MemberSeat, Numbered, Seat, SeatNumber, TrackNumber},
        work::Stage,
    },
};

/// Who is where in a period now.
pub(in crate::release) fn fresh<'a>(stage: &Stage<'a>, period: &Period<'_>) -> Fresh<'a> {
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

/// A fact of a period with its track.
pub(in crate::release) type Seen<'a> = (&'a PullRequestItem, TrackNumber);

/// The facts of a seating that are still there, wherever they are now.
pub(in crate::release) fn seen<'a>(
    fresh: &Fresh<'a>,
    seating: &Seating,
    whereabouts: &Whereabouts<'a>,
) -> Vec<Seen<'a>> {
    let seen = joined(&fresh.items, &seating.items.of).filter_map(|(id, arrival, track)| {
        let item = match (arrival, track?) {
            (Some(arrival), _) => arrival.item,
            (None, _) => whereabouts.of(id)?.0,
        };
        Some((item, track?))
    });
    seen.collect()
}
