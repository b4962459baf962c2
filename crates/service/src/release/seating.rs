//! A period's seating: who counted where when it was first shown, and what changed since.
//!
//! A new fact takes its seat as if it had always had it. A known fact that counts elsewhere now (somebody was moved,
//! linked, enrolled) keeps its old track and goes on with a new generation: `standing` decides which generations of a
//! group may be shown beside each other. A fact that was shown in one sprint never moves to another, where the two
//! could be set against each other; what that leaves out is said (`Seating::stuck`).

use std::collections::{BTreeSet, HashMap};

use domain::{PersonKey, TeamKey};
use metrics::PullRequestItem;
use serde::{Deserialize, Serialize};
use store::seatings::StoredSeating;

use super::{
    facts::{ItemId, Whereabouts},
    period::Period,
    seated::{Class, Seated, joined},
    seats::{MemberSeat, Numbered, Seat, SeatNumber, Track, TrackNumber},
};
use crate::ServiceError;

/// As it is stored: those with the same track together.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Stored {
    generations: u16,
    items: Vec<Class<Seat, ItemId>>,
    members: Vec<Class<MemberSeat, PersonKey>>,
    barred: BTreeSet<ItemId>,
}

/// The same seating with another key in the place of somebody's, if it holds them.
pub(super) fn renamed(
    stored: &StoredSeating,
    old: PersonKey,
    new: PersonKey,
) -> Result<Option<StoredSeating>, ServiceError> {
    let mut seating = Seating::read(stored)?;
    let Some(track) = seating.members.remove(old) else { return Ok(None) };
    seating.members.put(new, track);
    Ok(Some(StoredSeating { seats: seating.write(&stored.period_key)?, ..stored.clone() }))
}

/// Facts that have been met.
pub(super) type Known = HashMap<ItemId, Met>;

/// Where a fact has been met that has no seat in a period yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Met {
    /// In no team.
    Unplaced,
    /// In another period, where it counts for this team last.
    Seated(Option<TeamKey>),
}

/// Who is where in a period as the organisation is now.
pub(super) struct Fresh<'a> {
    /// By id, each once.
    pub items: Vec<(ItemId, Arrival<'a>)>,
    pub item_seats: Numbered<Seat>,
    /// By key, each once, with seats among `member_seats`.
    pub members: Vec<(PersonKey, SeatNumber)>,
    pub member_seats: Numbered<MemberSeat>,
}

/// A fact in its seat, among those of [`Fresh`].
#[derive(Clone, Copy)]
pub(super) struct Arrival<'a> {
    pub item: &'a PullRequestItem,
    pub seat: SeatNumber,
}

pub(super) struct Seating {
    /// How often who counts where changed, and the first time.
    pub generations: u16,
    pub items: Seated<Seat, ItemId>,
    pub members: Seated<MemberSeat, PersonKey>,
    /// Facts that are in this period now and were shown in another.
    barred: BTreeSet<ItemId>,
    /// Where figures from seats differ from those of now: (fact, its seat there).
    pub stuck: Vec<(ItemId, Seat)>,
}

/// What a period is asked while its seating goes on.
pub(super) struct Present<'a, 'f> {
    pub period: &'a Period<'a>,
    /// The facts that were shown or left out elsewhere before.
    pub known: &'a Known,
    pub whereabouts: &'a Whereabouts<'f>,
}

impl Seating {
    /// The first one of a period: everybody has been where they are now.
    pub fn first(fresh: &Fresh<'_>) -> Self {
        let items = fresh.items.iter().map(|(id, arrival)| (*id, arrival.seat));
        Self {
            generations: 1,
            items: Seated::always(&fresh.item_seats, items),
            members: Seated::always(&fresh.member_seats, fresh.members.iter().copied()),
            barred: BTreeSet::new(),
            stuck: vec![],
        }
    }

    pub fn read(stored: &StoredSeating) -> Result<Self, ServiceError> {
        let parsed: Stored = serde_json::from_str(&stored.seats)
            .map_err(|source| ServiceError::Seating { period: stored.period_key.clone(), source })?;
        Ok(Self {
            generations: parsed.generations.max(1),
            items: Seated::of(parsed.items),
            members: Seated::of(parsed.members),
            barred: parsed.barred,
            stuck: vec![],
        })
    }

    pub fn write(&self, period: &str) -> Result<String, ServiceError> {
        let stored = Stored {
            generations: self.generations,
            items: self.items.classes(),
            members: self.members.classes(),
            barred: self.barred.clone(),
        };
        serde_json::to_string(&stored)
            .map_err(|source| ServiceError::Seating { period: period.to_owned(), source })
    }

    /// Goes on to how the organisation is now.
    pub fn go_on(&mut self, fresh: &Fresh<'_>, present: &Present<'_, '_>) {
        let next = self.generations;
        let moved = self.go_on_with_items(fresh, present, next);
        let changed = self.seat_members(fresh, next);
        if moved || changed {
            self.generations = next + 1;
        }
    }

    /// Seats what is in the period now, and follows what was and is not any more; says whether anything known moved.
    fn go_on_with_items(&mut self, fresh: &Fresh<'_>, present: &Present<'_, '_>, next: u16) -> bool {
        let numbers = self.items.seats_of(&fresh.item_seats);
        let before = std::mem::take(&mut self.items.of);
        let mut moved = false;
        for (id, arrival, track) in joined(&fresh.items, &before) {
            let now = match (arrival, track) {
                (Some(arrival), Some(track)) => {
                    Some(self.stay(id, track, numbers[arrival.seat], present, next))
                }
                (Some(arrival), None) => self.arrive(id, numbers[arrival.seat], present, next),
                (None, track) => track.and_then(|track| self.leave(id, track, present, next)),
            };
            let Some(Step { track, is_move }) = now else { continue };
            self.items.of.push((id, track));
            moved |= is_move;
        }
        moved
    }

    /// A fact that is still in the period, and maybe counts elsewhere.
    fn stay(
        &mut self,
        id: ItemId,
        track: TrackNumber,
        seat: SeatNumber,
        present: &Present<'_, '_>,
        next: u16,
    ) -> Step {
        let known = self.items.tracks.get(track);
        let [before, now] =
            [known.newest(), Some(seat)].map(|seat| seat.map(|seat| self.items.seats.get(seat)));
        let apart = |(one, other): &(&Seat, &Seat)| !present.period.has_same_dates(&one.team, &other.team);
        if let Some((before, now)) = before.zip(now).filter(apart) {
            self.stuck.extend([(id, before.clone()), (id, now.clone())]);
            return Step::none(track);
        }
        if known.last() == Some(seat) {
            return Step::none(track);
        }
        let moved = known.then(next, Some(seat));
        Step::to(self.items.tracks.number(moved))
    }

    /// A fact that the period meets for the first time; `None`: it is not let in.
    fn arrive(&mut self, id: ItemId, seat: SeatNumber, present: &Present<'_, '_>, next: u16) -> Option<Step> {
        let known = present.known.get(&id);
        if self.is_barred(id, self.items.seats.get(seat), known) {
            self.barred.insert(id);
            self.stuck.push((id, self.items.seats.get(seat).clone()));
            return None;
        }
        Some(match known {
            Some(Met::Unplaced) => Step::to(self.items.tracks.number(Track::since(next, seat))),
            _ => Step::none(self.items.tracks.number(Track::always(seat))),
        })
    }

    /// Was the fact shown in another period, for another team? One of the same team comes from another sprint because
    /// the sprints' days were corrected, and is let in.
    fn is_barred(&self, id: ItemId, seat: &Seat, known: Option<&Met>) -> bool {
        let elsewhere = match known {
            Some(Met::Seated(team)) => team.as_ref() != Some(&seat.team),
            Some(Met::Unplaced) | None => false,
        };
        elsewhere || self.barred.contains(&id)
    }

    /// A fact that was in the period and is not any more; `None`: it is forgotten.
    fn leave(
        &mut self,
        id: ItemId,
        number: TrackNumber,
        present: &Present<'_, '_>,
        next: u16,
    ) -> Option<Step> {
        let (item, team) = present.whereabouts.of(id)?;
        let seats = &self.items.seats;
        let track = self.items.tracks.get(number);
        let still_counts = |seat: &SeatNumber| present.period.sets_of(item, &seats.get(*seat).team).is_some();
        if !track.stays().iter().filter_map(|(_, seat)| seat.as_ref()).any(still_counts) {
            return None;
        }
        match track.last().map(|seat| seats.get(seat)) {
            // It left by a date of its own, not because somebody moved.
            Some(seat) if seat.team.as_str() == team => return None,
            Some(_) if team.is_empty() => {
                let gone = track.then(next, None);
                return Some(Step::to(self.items.tracks.number(gone)));
            }
            Some(seat) => self.stuck.push((id, seat.clone())),
            None => {}
        }
        Some(Step::none(number))
    }

    /// People have no date of arrival: whoever comes or goes has moved.
    fn seat_members(&mut self, fresh: &Fresh<'_>, next: u16) -> bool {
        let numbers = self.members.seats_of(&fresh.member_seats);
        let before = std::mem::take(&mut self.members.of);
        let mut moved = false;
        for (person, seat, known) in joined(&fresh.members, &before) {
            let seat = seat.map(|seat| numbers[seat]);
            let nowhere = Track::of(vec![(0, None)]);
            let track = known.map_or(&nowhere, |known| self.members.tracks.get(known));
            let number = match known {
                Some(known) if track.last() == seat => known,
                _ => {
                    moved = true;
                    let track = track.then(next, seat);
                    self.members.tracks.number(track)
                }
            };
            self.members.of.push((person, number));
        }
        moved
    }

    /// Where each fact of this seating is now, for the periods that meet it for the first time.
    pub fn tell(&self, known: &mut Known) {
        for (id, track) in &self.items.of {
            let seat = self.items.tracks.get(*track).last();
            let team = seat.map(|seat| self.items.seats.get(seat).team.clone());
            known.insert(*id, Met::Seated(team));
        }
    }
}

/// The track that a fact goes on with, and whether it moved.
struct Step {
    track: TrackNumber,
    is_move: bool,
}

impl Step {
    fn none(track: TrackNumber) -> Self {
        Self { track, is_move: false }
    }

    fn to(track: TrackNumber) -> Self {
        Self { track, is_move: true }
    }
}
