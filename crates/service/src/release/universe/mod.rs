//! Everything that a period's figures are computed from, and the groups that each piece of it counts in: as the
//! organisation is now, and as movers between the generations of a seating.

mod arrivals;
mod circles;
mod lattice;
mod movers;

pub(super) use arrivals::{Seen, fresh, seen};
pub(super) use circles::{Circle, Roll, circle_span, circles};
pub(super) use lattice::Lattice;
pub(super) use movers::{movers_of_items, movers_of_members};
