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

/// A seat by its number in [`Seats`].
pub(super) type SeatNumber = usize;

/// Seats, each once.
#[derive(Debug)]
pub(super) struct Seats<S> {
    list: Vec<S>,
    numbers: HashMap<S, SeatNumber>,
}

impl<S: Clone + Eq + Hash> Seats<S> {
    pub fn new() -> Self {
        Self { list: Vec::new(), numbers: HashMap::new() }
    }

    pub fn number(&mut self, seat: S) -> SeatNumber {
        let next = self.list.len();
        *self.numbers.entry(seat).or_insert_with_key(|seat| {
            self.list.push(seat.clone());
            next
        })
    }

    pub fn get(&self, number: SeatNumber) -> &S {
        &self.list[number]
    }

    pub fn list(&self) -> &[S] {
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

    /// Moves to another seat with a new generation.
    pub fn then(&mut self, generation: u16, seat: Option<SeatNumber>) {
        self.0.push((generation, seat));
    }
}
