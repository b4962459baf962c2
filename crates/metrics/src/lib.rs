//! Facts → figures: what each metric means and how it is computed, exactly and without IO.
//!
//! The definitions are in [`registry`] (and, generated from it, in `docs/METRICS.md`). A figure is computed from
//! the items of exactly the group in view, never from other figures: a union of teams or of sprints is simply a
//! [`Group`] of more [`Part`]s. Hiding what is too small is not done here but in `privacy`.

pub mod adoption;
pub mod block;
pub mod business;
mod column;
pub mod contributors;
mod figures;
pub mod group;
pub mod items;
pub mod quantile;
pub mod registry;
pub mod survival;
mod tally;

pub use adoption::{DoseBand, Member};
pub use block::{BlockError, FactBlock};
pub use business::{CalendarError, WorkingCalendar};
pub use contributors::{ContributorSet, ContributorSets};
pub use figures::{figures, figures_of};
pub use group::{Enrolled, Group, Limits, Part, Selection};
pub use items::{DefectItem, PullRequestItem};
pub use registry::{Definition, definition, definition_id};
