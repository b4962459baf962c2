//! Documents: the state of an activity, profiles of activities and agents.

use domain::EpochMs;
use uuid::Uuid;

/// Which document. An agent is its identifier, as in `mbox:ada@example.com`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DocumentKey {
    State { activity: String, agent: String, registration: Option<Uuid>, id: String },
    ActivityProfile { activity: String, id: String },
    AgentProfile { agent: String, id: String },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub content_type: String,
    pub bytes: Vec<u8>,
    /// Without quotes: SHA-1 of the bytes in hexadecimal digits, as the standard has it.
    pub etag: String,
    pub updated_at: EpochMs,
}

/// What If-Match or If-None-Match names; tags without quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ETags {
    /// `*`
    Any,
    These(Vec<String>),
}

/// Under which conditions a document is changed; looked at in the transaction that changes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preconditions {
    pub if_match: Option<ETags>,
    pub if_none_match: Option<ETags>,
    /// A document that is there is replaced only if one of the two was sent.
    pub required: bool,
}

/// What became of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub etag: String,
    pub updated_at: EpochMs,
}
