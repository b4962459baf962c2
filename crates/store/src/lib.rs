//! The one door to the database: SQLite in a file or PostgreSQL, behind the same functions.
//!
//! A query is one SQL text for both engines and one private row struct that turns into domain types. Nothing here
//! decides what a viewer may see; only `service` calls this crate.

#[macro_use]
mod engine;
#[macro_use]
mod bulk;
pub mod activities;
pub mod administration;
pub mod attachments;
pub mod audit;
pub mod calendar;
pub mod cells;
pub mod cohorts;
pub mod content;
pub mod credentials;
pub mod directory;
pub mod documents;
pub mod erasure;
mod error;
pub mod facts;
pub mod identities;
pub mod impact;
pub mod individual;
pub mod keys;
pub mod learning;
mod locks;
mod page;
pub mod people;
pub mod programme;
pub mod quality;
pub mod raw;
pub mod releases;
mod retention;
mod revisions;
pub mod scim;
pub mod seatings;
pub mod secrets;
pub mod sessions;
pub mod skill_map;
pub mod sources;
pub mod statements;
pub mod stream;
pub mod tags;
pub mod teams;
pub mod tokens;
pub mod trust;
pub mod users;

pub use engine::{DatabaseUrl, Store, Tx};
pub use error::StoreError;
pub use revisions::Revision;
