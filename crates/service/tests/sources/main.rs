//! Sources of statements and where they are sent on to: what is stored, what is refused, what never doubles; on both engines.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod attendance;
#[path = "../common/mod.rs"]
mod common;
mod forwarding;
mod history;
mod launches;
mod links;
mod world;
