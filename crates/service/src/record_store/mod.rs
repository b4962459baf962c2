//! The learning record store: what a key may write and read. One log of statements, documents, attachments, activities.
//!
//! HTTP lives in `server`; here are the rules of the standard that need what is stored. A [`RecordStore`] belongs to the
//! holder of a key and refuses what the key's scopes do not allow.

mod activities;
mod append;
mod attachments;
mod before;
mod commit;
mod cursor;
mod definitions;
mod documents;
mod draft;
mod error;
mod follow;
mod holder;
mod query;
pub(crate) mod references;
pub(crate) mod terms;
mod types;
mod writer;

pub use documents::{Document, DocumentKey, ETags, Preconditions, Written};
pub use error::RecordError;
pub use holder::KeyHolder;
pub use types::{Appended, Attachment, Cursor, Page, Person, StoredStatement};

pub(crate) use draft::Draft;
pub(crate) use terms::hashed as term_hash;
pub(crate) use writer::Log;

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
}
