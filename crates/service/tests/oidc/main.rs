//! Signing in through an identity provider: what is believed, what is refused, and what follows from groups.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../common/mod.rs"]
mod common;
mod followed;
mod provider;
mod refused;
mod world;
