//! Raw payloads of the sources → facts of `domain`. Pure: nothing here opens a connection or reads a clock.
//!
//! One module per source. A reader is built once from its rules and then turns one line at a time into a fact,
//! or into an error that names the place in the line, what is wrong there and what to do about it.

mod error;
pub mod github;
pub mod jira;
pub mod sheets;
mod tolerant;
mod words;

pub use error::ReadError;
