//! A period's seating: who counted where when it was first shown, and what changed since.
//!
//! A new fact takes its seat as if it had always had it. A known fact that counts elsewhere now (somebody was moved,
//! linked, enrolled) keeps its old track and goes on with a new generation: `standing` decides which generations of a
//! group may be shown beside each other. A fact that was shown in one sprint never moves to another, where the two
//! could be set against each other; what that leaves out is said (`Seating::stuck`).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;

use domain::{PersonKey, TeamKey};
use metrics::PullRequestItem;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use store::seatings::StoredSeating;

use super::{
    facts::ItemId,
    period::Period,
    seats::{MemberSeat, Seat, SeatNumber, Seats, Track},
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

#[derive(Debug, Serialize, Deserialize)]
struct Class<S, I> {
    stays: Vec<(u16, Option<S>)>,
    of: Vec<I>,
}

/// The same seating with another key in the place of somebody's, if it holds them.
pub(super) fn renamed(
    stored: &StoredSeating,
    old: PersonKey,
    new: PersonKey,
) -> Result<Option<StoredSeating>, ServiceError> {
    let mut seating = Seating::read(stored)?;
    let Some(track) = seating.members.tracks.remove(&old) else { return Ok(None) };
    seating.members.tracks.insert(new, track);
    Ok(Some(StoredSeating { seats: seating.write(&stored.period_key)?, ..stored.clone() }))
}

/// Where those of one kind were seated.
pub(super) struct Seated<S, I> {
    pub seats: Seats<S>,
    pub tracks: HashMap<I, Track>,
}

impl<S, I> Seated<S, I>
where
    S: Clone + Eq + Hash + Serialize + DeserializeOwned,
    I: Copy + Eq + Hash + Ord,
{
    fn of(classes: Vec<Class<S, I>>) -> Self {
        let mut seated = Self { seats: Seats::new(), tracks: HashMap::new() };
        for class in classes {
            let stays = class.stays.into_iter();
            let track = Track::of(
                stays.map(|(from, seat)| (from, seat.map(|seat| seated.seats.number(seat)))).collect(),
            );
            seated.tracks.extend(class.of.into_iter().map(|one| (one, track.clone())));
        }
        seated
    }

    fn classes(&self) -> Vec<Class<S, I>> {
        let mut classes: HashMap<&Track, Vec<I>> = HashMap::new();
        for (one, track) in &self.tracks {
            classes.entry(track).or_default().push(*one);
        }
        let mut classes: Vec<(&Track, Vec<I>)> = classes.into_iter().collect();
        for (_, of) in &mut classes {
            of.sort_unstable();
        }
        // Equal seatings are equal text: rewriting what did not change would be work for nothing.
        classes.sort_by(|a, b| a.1.cmp(&b.1));
        let seat = |number: &Option<SeatNumber>| number.map(|number| self.seats.get(number).clone());
        let class = |(track, of): (&Track, Vec<I>)| Class {
            stays: track.stays().iter().map(|(from, number)| (*from, seat(number))).collect(),
            of,
        };
        classes.into_iter().map(class).collect()
    }
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
pub(super) struct Fresh {
    pub items: BTreeMap<ItemId, Seat>,
    pub members: BTreeMap<PersonKey, MemberSeat>,
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

impl Seating {
    /// The first one of a period: everybody has been where they are now.
    pub fn first(fresh: Fresh) -> Self {
        let mut seating = Self {
            generations: 1,
            items: Seated::of(vec![]),
            members: Seated::of(vec![]),
            barred: BTreeSet::new(),
            stuck: vec![],
        };
        for (id, seat) in fresh.items {
            let seat = seating.items.seats.number(seat);
            seating.items.tracks.insert(id, Track::always(seat));
        }
        for (person, seat) in fresh.members {
            let seat = seating.members.seats.number(seat);
            seating.members.tracks.insert(person, Track::always(seat));
        }
        seating
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

    /// Goes on to how the organisation is now. `known` holds the facts that were shown or left out elsewhere before.
    pub fn go_on(
        &mut self,
        fresh: &Fresh,
        known: &Known,
        whereabouts: &HashMap<ItemId, (&PullRequestItem, &str)>,
        period: &Period<'_>,
    ) {
        let next = self.generations;
        let gone = self.seat_items(fresh, known, period, next);
        let left = self.leave_items(fresh, whereabouts, period, next);
        let changed = self.seat_members(fresh, next);
        if gone || left || changed {
            self.generations = next + 1;
        }
    }

    /// Seats what is in the period now; says whether anything known moved.
    fn seat_items(&mut self, fresh: &Fresh, known: &Known, period: &Period<'_>, next: u16) -> bool {
        let mut moved = false;
        for (id, seat) in &fresh.items {
            let number = self.items.seats.number(seat.clone());
            if let Some(track) = self.items.tracks.get_mut(id) {
                let before = track.newest().map(|seat| self.items.seats.get(seat));
                if let Some(before) = before.filter(|before| !period.has_same_dates(&before.team, &seat.team))
                {
                    self.stuck.extend([(*id, before.clone()), (*id, seat.clone())]);
                } else if track.last() != Some(number) {
                    track.then(next, Some(number));
                    moved = true;
                }
                continue;
            }
            if self.is_barred(*id, seat, known) {
                self.barred.insert(*id);
                self.stuck.push((*id, seat.clone()));
                continue;
            }
            let is_news = known.get(id) != Some(&Met::Unplaced);
            let track = if is_news { Track::always(number) } else { Track::since(next, number) };
            moved |= !is_news;
            self.items.tracks.insert(*id, track);
        }
        moved
    }

    /// Was the fact shown in another period, for another team? One of the same team comes from another sprint because
    /// the sprints' days were corrected, and is let in.
    fn is_barred(&self, id: ItemId, seat: &Seat, known: &Known) -> bool {
        let elsewhere = match known.get(&id) {
            Some(Met::Seated(team)) => team.as_ref() != Some(&seat.team),
            Some(Met::Unplaced) | None => false,
        };
        elsewhere || self.barred.contains(&id)
    }

    /// Follows what was in the period and is not any more; says whether anything moved away.
    fn leave_items(
        &mut self,
        fresh: &Fresh,
        whereabouts: &HashMap<ItemId, (&PullRequestItem, &str)>,
        period: &Period<'_>,
        next: u16,
    ) -> bool {
        let mut moved = false;
        let seats = &self.items.seats;
        let stuck = &mut self.stuck;
        self.items.tracks.retain(|id, track| {
            if fresh.items.contains_key(id) {
                return true;
            }
            let Some((item, team)) = whereabouts.get(id) else { return false };
            let still_counts = |seat: &SeatNumber| period.sets_of(item, &seats.get(*seat).team).is_some();
            if !track.stays().iter().filter_map(|(_, seat)| seat.as_ref()).any(still_counts) {
                return false;
            }
            match track.last() {
                // It left by a date of its own, not because somebody moved.
                Some(seat) if seats.get(seat).team.as_str() == *team => return false,
                Some(_) if team.is_empty() => {
                    track.then(next, None);
                    moved = true;
                }
                Some(seat) => stuck.push((*id, seats.get(seat).clone())),
                None => {}
            }
            true
        });
        moved
    }

    /// People have no date of arrival: whoever comes or goes has moved.
    fn seat_members(&mut self, fresh: &Fresh, next: u16) -> bool {
        let mut moved = false;
        for (person, seat) in &fresh.members {
            let number = self.members.seats.number(seat.clone());
            let track = self.members.tracks.entry(*person).or_insert_with(|| Track::of(vec![(0, None)]));
            if track.last() != Some(number) {
                track.then(next, Some(number));
                moved = true;
            }
        }
        for (person, track) in &mut self.members.tracks {
            if !fresh.members.contains_key(person) && track.last().is_some() {
                track.then(next, None);
                moved = true;
            }
        }
        moved
    }

    /// Where each fact of this seating is now, for the periods that meet it for the first time.
    pub fn tell(&self, known: &mut Known) {
        for (id, track) in &self.items.tracks {
            let team = track.last().map(|seat| self.items.seats.get(seat).team.clone());
            known.insert(*id, Met::Seated(team));
        }
    }
}
