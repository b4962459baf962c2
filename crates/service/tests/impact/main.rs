//! The report on the demo organisation: what was planted in it is found again, and nothing else.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../common/mod.rs"]
mod common;
mod planted;
mod stored;
mod world;
