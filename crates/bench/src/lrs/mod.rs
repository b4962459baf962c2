//! The record store under load, beside Ralph and beside bare SQLite: same machine, same statements, same run.

pub mod client;
pub mod floor;
pub mod load;
pub mod query;
pub mod ralph;
pub mod statements;

/// What is run with Python.
pub(crate) const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peer");
