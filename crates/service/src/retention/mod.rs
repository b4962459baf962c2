//! How long each class of data is kept, and the job that takes away what was kept long enough.
//!
//! Figures of past sprints stay: what is taken away are words and the link to people, not what was counted.

mod classes;
mod job;

pub use classes::{Retention, RetentionClass};
pub use job::Taken;
