//! Documents: the state of an activity, profiles of activities and agents.

use domain::EpochMs;
use sha1::{Digest, Sha1};
use store::documents::{DocumentName, DocumentRow, registration_text};
use uuid::Uuid;

use super::{RecordError, RecordStore, holder};

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

/// The kinds as they are stored.
const STATE: &str = "state";
const ACTIVITY_PROFILE: &str = "activity_profile";
const AGENT_PROFILE: &str = "agent_profile";

impl DocumentKey {
    fn name(&self) -> Result<DocumentName, RecordError> {
        let (kind, activity, agent, registration, id) = match self {
            Self::State { activity, agent, registration, id } => {
                (STATE, &**activity, &**agent, *registration, id)
            }
            Self::ActivityProfile { activity, id } => (ACTIVITY_PROFILE, &**activity, "", None, id),
            Self::AgentProfile { agent, id } => (AGENT_PROFILE, "", &**agent, None, id),
        };
        // Not every database takes it.
        if [activity, agent, id.as_str()].iter().any(|text| text.contains('\0')) {
            return Err(RecordError::Bad("the name of a document holds the character NUL".to_owned()));
        }
        Ok(DocumentName {
            kind: kind.to_owned(),
            activity: activity.to_owned(),
            agent: agent.to_owned(),
            registration: registration_text(registration),
            document_id: id.clone(),
        })
    }

    fn scope(&self) -> &'static str {
        match self {
            Self::State { .. } => holder::STATE,
            Self::ActivityProfile { .. } | Self::AgentProfile { .. } => holder::PROFILE,
        }
    }
}

impl Preconditions {
    fn allow(&self, there: Option<&DocumentRow>) -> Result<(), RecordError> {
        let names = |tags: &ETags| match (tags, there) {
            (_, None) => false,
            (ETags::Any, Some(_)) => true,
            (ETags::These(tags), Some(row)) => tags.contains(&row.etag),
        };
        let said = self.if_match.is_some() || self.if_none_match.is_some();
        if self.required && !said && there.is_some() {
            return Err(RecordError::Unconditional);
        }
        let fails = self.if_match.as_ref().is_some_and(|tags| !names(tags));
        if fails || self.if_none_match.as_ref().is_some_and(names) {
            return Err(RecordError::Precondition);
        }
        Ok(())
    }
}

impl From<DocumentRow> for Document {
    fn from(row: DocumentRow) -> Self {
        let DocumentRow { content_type, body, etag, updated_at } = row;
        Self { content_type, bytes: body, etag, updated_at: EpochMs(updated_at) }
    }
}

impl RecordStore {
    /// `None` where there is no such document.
    pub async fn document(&self, key: &DocumentKey) -> Result<Option<Document>, RecordError> {
        self.reach(key).await?;
        self.note_document(key);
        Ok(self.service.store.document(&key.name()?).await?.map(Document::from))
    }

    /// Puts a document where there may be one.
    pub async fn put_document(
        &self,
        key: &DocumentKey,
        content_type: &str,
        bytes: Vec<u8>,
        only: &Preconditions,
    ) -> Result<Written, RecordError> {
        self.write(key, only, |_| Ok((content_type.to_owned(), bytes))).await
    }

    /// Merges a JSON object into the one that is there (the standard's POST); stores it where there is none.
    pub async fn merge_document(
        &self,
        key: &DocumentKey,
        content_type: &str,
        bytes: Vec<u8>,
        only: &Preconditions,
    ) -> Result<Written, RecordError> {
        self.write(key, only, |there| match there {
            Some(there) => Ok((content_type.to_owned(), merged(there, content_type, &bytes)?)),
            None => Ok((content_type.to_owned(), bytes)),
        })
        .await
    }

    /// Deletes a document; there being none is no error.
    pub async fn delete_document(&self, key: &DocumentKey, only: &Preconditions) -> Result<(), RecordError> {
        self.reach(key).await?;
        let name = key.name()?;
        let mut tx = self.service.store.begin().await?;
        only.allow(tx.hold_document(&name).await?.as_ref())?;
        tx.delete_document(&name).await?;
        Ok(tx.commit().await?)
    }

    /// The ids of the documents beside `key` (whose own id does not count), changed after `since`.
    pub async fn documents(
        &self,
        key: &DocumentKey,
        since: Option<EpochMs>,
    ) -> Result<Vec<String>, RecordError> {
        self.reach(key).await?;
        self.note_document(key);
        let since = since.map_or(i64::MIN, |at| at.0);
        Ok(self.service.store.documents_beside(&key.name()?, since).await?)
    }

    /// Deletes the documents beside `key`, whatever their id.
    pub async fn delete_documents(&self, key: &DocumentKey) -> Result<(), RecordError> {
        self.reach(key).await?;
        let mut tx = self.service.store.begin().await?;
        tx.delete_documents_beside(&key.name()?).await?;
        Ok(tx.commit().await?)
    }

    /// Whose document is read is noted as whose statements are.
    fn note_document(&self, key: &DocumentKey) {
        match key {
            DocumentKey::State { agent, .. } | DocumentKey::AgentProfile { agent, .. } => {
                self.note_agent(agent);
            }
            DocumentKey::ActivityProfile { .. } => {}
        }
    }

    /// Is the document the key's to reach?
    async fn reach(&self, key: &DocumentKey) -> Result<(), RecordError> {
        self.holder.must(key.scope())?;
        self.service.guard_document(&self.holder, key).await
    }

    /// In one transaction: what the conditions were held against is what is replaced.
    async fn write(
        &self,
        key: &DocumentKey,
        only: &Preconditions,
        make: impl FnOnce(Option<&DocumentRow>) -> Result<(String, Vec<u8>), RecordError>,
    ) -> Result<Written, RecordError> {
        self.reach(key).await?;
        let name = key.name()?;
        let mut tx = self.service.store.begin().await?;
        let there = tx.hold_document(&name).await?;
        only.allow(there.as_ref())?;
        let (content_type, body) = make(there.as_ref())?;
        let (etag, updated_at) = (etag(&body), self.service.now());
        let row = DocumentRow { content_type, body, etag: etag.clone(), updated_at: updated_at.0 };
        tx.save_document(&name, &row).await?;
        tx.commit().await?;
        Ok(Written { etag, updated_at })
    }
}

fn etag(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha1::digest(bytes).iter().fold(String::with_capacity(40), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn merged(there: &DocumentRow, content_type: &str, later: &[u8]) -> Result<Vec<u8>, RecordError> {
    xapi::merge_documents((&there.content_type, &there.body), (content_type, later))
        .map_err(|problem| RecordError::Bad(problem.to_string()))
}
