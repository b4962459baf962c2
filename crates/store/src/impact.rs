//! What the programme is asked to move, and the report on it.

mod outcomes;
mod reports;

pub use reports::StoredReport;
