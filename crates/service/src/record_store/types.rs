//! What goes into the record store and what comes out.

use domain::EpochMs;
use uuid::Uuid;

/// What a batch came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// In order of sending.
    pub ids: Vec<Uuid>,
    /// Those that were not there already.
    pub new: usize,
    pub stored_at: EpochMs,
}

/// A statement as it is stored: immutable, and as its source said it but for what the standard has the store set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredStatement {
    /// Its place in the log.
    pub seq: i64,
    pub id: Uuid,
    pub stored_at: EpochMs,
    /// The whole statement as JSON.
    pub json: String,
}

impl From<store::statements::Logged> for StoredStatement {
    fn from(row: store::statements::Logged) -> Self {
        Self { seq: row.seq, id: row.id, stored_at: EpochMs(row.stored_at), json: row.payload }
    }
}

/// Part of what a query finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub statements: Vec<StoredStatement>,
    /// Where it goes on; `None` at the end.
    pub more: Option<Cursor>,
}

/// Where a query goes on: its filters and the last statement seen. Stable under writes and restarts; may stand in a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub String);

/// A file that belongs to a statement. The same bytes are stored once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// SHA-256 in lower-case hexadecimal digits.
    pub sha2: String,
    pub content_type: String,
    pub bytes: Vec<u8>,
}

/// Everything that one person is known by, as identifiers: `mbox:…`, `mbox_sha1sum:…`, `openid:…`, `account:HOME|NAME`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    pub identifiers: Vec<String>,
}
