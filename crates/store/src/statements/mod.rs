//! The log of statements: immutable, one row an id, in the order in which they were stored.
//!
//! `seq` grows in the order of commits on both engines, since whoever appends holds the head of the log until the
//! transaction ends. So a place in the log is a cursor: nothing appears before it later.

mod find;
mod log;
mod positions;
mod refs;
mod terms;

use uuid::Uuid;

pub use find::Window;
pub use log::{Head, LogRow};
pub use refs::StatementRef;

pub(crate) use find::merged;
pub(crate) use terms::{TABLES, write_has_one_of};

/// A statement as it is read back.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Logged {
    pub seq: i64,
    pub id: Uuid,
    /// Epoch milliseconds.
    pub stored_at: i64,
    pub voided: bool,
    /// The name of the key that vouches for it.
    pub authority: String,
    /// Empty where the time it may be kept is over.
    pub payload: String,
}

impl Logged {
    /// Bytes of text.
    pub(crate) fn length(&self) -> usize {
        self.payload.len()
    }
}
