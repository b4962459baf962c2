//! How good what each source sends is: what a stretch of the log comes to, and what was found day by day.

mod days;
mod measure;
mod readers;
mod requests;

pub use days::QualityDay;
pub use measure::{ContentGaps, EventCounts, Stranger};
pub use requests::RequestCount;
