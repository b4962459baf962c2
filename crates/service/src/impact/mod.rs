//! Did it work? The warehouse as a panel of teams and sprints, what `impact` finds in it, and the report that is kept
//! of that.

mod durations;
pub mod outcomes;
pub mod study;
pub mod view;
