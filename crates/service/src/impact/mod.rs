//! Did it work? The warehouse as a panel of teams and sprints, what `impact` finds in it, and the report that is kept
//! of that.

mod durations;
pub mod outcomes;
pub mod planning;
mod report;
mod stored;
pub mod study;
pub mod view;

pub use report::report;
pub use stored::Renewal;
pub(crate) use stored::ReportCache;
