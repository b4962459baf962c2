//! Facts and members as movers between the generations of a seating.

use domain::{PersonKey, TeamKey};
use metrics::{ContributorSets, PullRequestItem};
use rustc_hash::FxHashMap;

use super::{Circle, Lattice, Roll, Seen};
use crate::{
    recompute::Context,
    release::{
        facts::Facts,
        groups::GroupNumber,
        period::{Period, View},
        seating::Seating,
        seats::{Seat, SeatNumber, Track, TrackNumber},
        standing::{Mover, Stay},
    },
};

/// What the pull requests and defects of a period are to its groups. Facts of one person that never moved and lie in
/// one repository and seat are always together, and told as one: in every set that one of them is in.
pub(in crate::release) fn movers_of_items(
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
pub(in crate::release) fn movers_of_members(
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
