//! Seats: the groups that a fact or a person counts in, and the track of seats that it has had while it was shown.
//!
//! Generations count the changes of who counts where. A track says the seat from each generation on.

use std::collections::HashMap;
use std::hash::Hash;

use domain::{CohortKey, TeamKey};
use serde::{Deserialize, Serialize};

/// The groups that a pull request counts in, besides its repository and the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Seat {
    pub team: TeamKey,
    pub cohorts: Vec<CohortKey>,
}

/// The groups whose adoption figures count a person.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct MemberSeat {
    pub teams: Vec<TeamKey>,
    pub cohorts: Vec<CohortKey>,
    /// The cohort whose labs and sessions the person's teams count.
    pub under: Option<CohortKey>,
}

/// A seat by its number among [`Numbered`] ones.
pub(super) type SeatNumber = usize;

/// A track by its number among [`Numbered`] ones.
pub(super) type TrackNumber = usize;

/// What many have in common, each once.
#[derive(Debug)]
pub(super) struct Numbered<T> {
    list: Vec<T>,
    numbers: HashMap<T, usize>,
}

impl<T: Clone + Eq + Hash> Numbered<T> {
    pub fn new() -> Self {
        Self { list: Vec::new(), numbers: HashMap::new() }
    }

    pub fn number(&mut self, one: T) -> usize {
        let next = self.list.len();
        *self.numbers.entry(one).or_insert_with_key(|one| {
            self.list.push(one.clone());
            next
        })
    }

    pub fn get(&self, number: usize) -> &T {
        &self.list[number]
    }

    pub fn list(&self) -> &[T] {
        &self.list
    }
}

/// Where a fact or a person was from which generation on; `None`: in no group of the period.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Track(Vec<(u16, Option<SeatNumber>)>);

impl Track {
    /// There ever since.
    pub fn always(seat: SeatNumber) -> Self {
        Self(vec![(0, Some(seat))])
    }

    /// Nowhere before this generation.
    pub fn since(generation: u16, seat: SeatNumber) -> Self {
        if generation == 0 { Self::always(seat) } else { Self(vec![(0, None), (generation, Some(seat))]) }
    }

    pub fn of(stays: Vec<(u16, Option<SeatNumber>)>) -> Self {
        Self(stays)
    }

    pub fn stays(&self) -> &[(u16, Option<SeatNumber>)] {
        &self.0
    }

    /// Its one seat, and since when, if it never moved.
    pub fn only(&self) -> Option<(u16, SeatNumber)> {
        match self.0[..] {
            [(from, Some(seat))] => Some((from, seat)),
            _ => None,
        }
    }

    pub fn at(&self, generation: u16) -> Option<SeatNumber> {
        self.0.iter().rev().find(|(from, _)| *from <= generation).and_then(|(_, seat)| *seat)
    }

    pub fn last(&self) -> Option<SeatNumber> {
        self.0.last().and_then(|(_, seat)| *seat)
    }

    /// The newest seat it had at all.
    pub fn newest(&self) -> Option<SeatNumber> {
        self.0.iter().rev().find_map(|(_, seat)| *seat)
    }

    /// The same, and another seat from a new generation on.
    #[must_use]
    pub fn then(&self, generation: u16, seat: Option<SeatNumber>) -> Self {
        Self(self.0.iter().copied().chain([(generation, seat)]).collect())
    }
}
