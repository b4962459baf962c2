//! The learning record store: what a key may write and read. One log of statements, documents, attachments, activities.
//!
//! HTTP lives in `server`; here are the rules of the standard that need what is stored. A [`RecordStore`] belongs to the
//! holder of a key and refuses what the key's scopes do not allow.

mod documents;
mod error;
mod types;

use domain::EpochMs;
use serde_json::Value;
use uuid::Uuid;
use xapi::Statement;

pub use documents::{Document, DocumentKey, ETags, Preconditions, Written};
pub use error::RecordError;
pub use types::{Appended, Attachment, Cursor, KeyHolder, Page, Person, StoredStatement};

use crate::Service;

/// The record store as the holder of a key sees it; cheap to make.
#[derive(Clone)]
pub struct RecordStore {
    service: Service,
    holder: KeyHolder,
}

impl Service {
    pub fn record_store(&self, holder: &KeyHolder) -> RecordStore {
        RecordStore { service: self.clone(), holder: holder.clone() }
    }
}

impl RecordStore {
    pub fn holder(&self) -> &KeyHolder {
        &self.holder
    }

    /// Stores a batch, all or none; when this returns, it is durable. `attachments`: what came along, by hash.
    pub async fn append(
        &self,
        batch: Vec<Statement>,
        attachments: Vec<Attachment>,
    ) -> Result<Appended, RecordError> {
        let _ = (batch, attachments);
        Err(RecordError::not_yet())
    }

    /// A statement by its id: one that is not voided, or with `voided` one that is.
    pub async fn statement(&self, id: Uuid, voided: bool) -> Result<Option<StoredStatement>, RecordError> {
        let _ = (id, voided);
        Err(RecordError::not_yet())
    }

    /// Everything stored before this instant is found by queries.
    pub fn consistent_through(&self) -> EpochMs {
        self.service.now()
    }

    /// `None` where there is no such document.
    pub async fn document(&self, key: &DocumentKey) -> Result<Option<Document>, RecordError> {
        let _ = key;
        Err(RecordError::not_yet())
    }

    /// Puts a document where there may be one.
    pub async fn put_document(
        &self,
        key: &DocumentKey,
        content_type: &str,
        bytes: Vec<u8>,
        only: &Preconditions,
    ) -> Result<Written, RecordError> {
        let _ = (key, content_type, bytes, only);
        Err(RecordError::not_yet())
    }

    /// Merges a JSON object into the one that is there (the standard's POST); stores it where there is none.
    pub async fn merge_document(
        &self,
        key: &DocumentKey,
        content_type: &str,
        bytes: Vec<u8>,
        only: &Preconditions,
    ) -> Result<Written, RecordError> {
        let _ = (key, content_type, bytes, only);
        Err(RecordError::not_yet())
    }

    /// Deletes a document; there being none is no error.
    pub async fn delete_document(&self, key: &DocumentKey, only: &Preconditions) -> Result<(), RecordError> {
        let _ = (key, only);
        Err(RecordError::not_yet())
    }

    /// The ids of the documents beside `key` (whose own id does not count), changed after `since`.
    pub async fn documents(
        &self,
        key: &DocumentKey,
        since: Option<EpochMs>,
    ) -> Result<Vec<String>, RecordError> {
        let _ = (key, since);
        Err(RecordError::not_yet())
    }

    /// Deletes the states beside `key`, whatever their id.
    pub async fn delete_documents(&self, key: &DocumentKey) -> Result<(), RecordError> {
        let _ = key;
        Err(RecordError::not_yet())
    }

    /// Everything that the directory knows the agent by. `agent`: its identifier, as in `mbox:ada@example.com`.
    pub async fn person(&self, agent: &str) -> Result<Person, RecordError> {
        let _ = agent;
        Err(RecordError::not_yet())
    }

    /// The activity with all that statements said of it: `{"objectType", "id", "definition"}`; without a definition
    /// where nobody gave one.
    pub async fn activity(&self, id: &str) -> Result<Value, RecordError> {
        let _ = id;
        Err(RecordError::not_yet())
    }

    /// The attachments with these hashes, those that are stored.
    pub async fn attachments(&self, sha2: &[String]) -> Result<Vec<Attachment>, RecordError> {
        let _ = sha2;
        Err(RecordError::not_yet())
    }
}
