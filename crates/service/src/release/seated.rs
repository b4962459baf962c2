//! Those of one kind in their seats: facts, or people. A list sorted by who it is, since periods hold many of them and
//! most of these share a few tracks.

use std::hash::Hash;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::seats::{Numbered, SeatNumber, Track, TrackNumber};

/// As it is stored: those with the same track together.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Class<S, I> {
    stays: Vec<(u16, Option<S>)>,
    of: Vec<I>,
}

/// Where those of one kind were seated.
pub(super) struct Seated<S, I> {
    pub seats: Numbered<S>,
    pub tracks: Numbered<Track>,
    /// Sorted, each once.
    pub of: Vec<(I, TrackNumber)>,
}

impl<S, I> Seated<S, I>
where
    S: Clone + Eq + Hash + Serialize + DeserializeOwned,
    I: Copy + Ord,
{
    pub fn of(classes: Vec<Class<S, I>>) -> Self {
        let mut seated = Self { seats: Numbered::new(), tracks: Numbered::new(), of: Vec::new() };
        for class in classes {
            let stays = class.stays.into_iter();
            let track = Track::of(
                stays.map(|(from, seat)| (from, seat.map(|seat| seated.seats.number(seat)))).collect(),
            );
            let number = seated.tracks.number(track);
            seated.of.extend(class.of.into_iter().map(|one| (one, number)));
        }
        seated.of.sort_unstable();
        seated
    }

    /// All in the seat that they have now, which they always had; sorted.
    pub fn always(seats: &Numbered<S>, of: impl Iterator<Item = (I, SeatNumber)>) -> Self {
        let mut seated = Self { seats: Numbered::new(), tracks: Numbered::new(), of: Vec::new() };
        let numbers: Vec<TrackNumber> = seated
            .seats_of(seats)
            .into_iter()
            .map(|seat| seated.tracks.number(Track::always(seat)))
            .collect();
        seated.of = of.map(|(one, seat)| (one, numbers[seat])).collect();
        seated
    }

    /// The numbers here of other seats, by their numbers there.
    pub fn seats_of(&mut self, others: &Numbered<S>) -> Vec<SeatNumber> {
        others.list().iter().map(|seat| self.seats.number(seat.clone())).collect()
    }

    pub fn remove(&mut self, one: I) -> Option<TrackNumber> {
        let at = self.place(one).ok()?;
        Some(self.of.remove(at).1)
    }

    pub fn put(&mut self, one: I, track: TrackNumber) {
        match self.place(one) {
            Ok(at) => self.of[at].1 = track,
            Err(at) => self.of.insert(at, (one, track)),
        }
    }

    fn place(&self, one: I) -> Result<usize, usize> {
        self.of.binary_search_by(|(other, _)| other.cmp(&one))
    }

    pub fn classes(&self) -> Vec<Class<S, I>> {
        let mut members: Vec<Vec<I>> = vec![Vec::new(); self.tracks.list().len()];
        for (one, track) in &self.of {
            members[*track].push(*one);
        }
        let seat = |number: &Option<SeatNumber>| number.map(|number| self.seats.get(number).clone());
        let class = |(track, of): (&Track, Vec<I>)| Class {
            stays: track.stays().iter().map(|(from, number)| (*from, seat(number))).collect(),
            of,
        };
        let taken = self.tracks.list().iter().zip(members).filter(|(_, of)| !of.is_empty());
        let mut classes: Vec<Class<S, I>> = taken.map(class).collect();
        // Equal seatings are equal text: rewriting what did not change would be work for nothing.
        classes.sort_by(|a, b| a.of.cmp(&b.of));
        classes
    }
}

/// Two sorted lists as one, each with what either says of it.
pub(super) fn joined<I: Copy + Ord, A: Copy, B: Copy>(
    some: &[(I, A)],
    others: &[(I, B)],
) -> impl Iterator<Item = (I, Option<A>, Option<B>)> {
    let mut some = some.iter().copied().peekable();
    let mut others = others.iter().copied().peekable();
    std::iter::from_fn(move || {
        let next = [some.peek().map(|(one, _)| *one), others.peek().map(|(one, _)| *one)];
        let next = next.into_iter().flatten().min()?;
        let a = some.next_if(|(one, _)| *one == next).map(|(_, a)| a);
        let b = others.next_if(|(one, _)| *one == next).map(|(_, b)| b);
        Some((next, a, b))
    })
}
