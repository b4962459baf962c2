//! States of activities, profiles of activities and agents: what the record store keeps for its clients.

use uuid::Uuid;

use crate::{Store, StoreError, Tx};

/// Names a document. An agent is its identifier; what a kind does not have is empty.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DocumentName {
    pub kind: String,
    pub activity: String,
    pub agent: String,
    pub registration: String,
    pub document_id: String,
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DocumentRow {
    pub content_type: String,
    pub body: Vec<u8>,
    pub etag: String,
    /// Epoch milliseconds.
    pub updated_at: i64,
}

/// A document with all that names it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct NamedDocument {
    #[sqlx(flatten)]
    pub name: DocumentName,
    #[sqlx(flatten)]
    pub row: DocumentRow,
}

impl DocumentName {
    /// Long names make no good index: rows are found by a hash of it.
    fn key(&self) -> Vec<u8> {
        hash(&[&self.kind, &self.activity, &self.agent, &self.registration, &self.document_id])
    }

    /// Of all but its own id.
    fn scope(&self) -> Vec<u8> {
        hash(&[&self.kind, &self.activity, &self.agent, &self.registration])
    }
}

fn hash(parts: &[&str]) -> Vec<u8> {
    use sha2::Digest;
    let mut hash = sha2::Sha256::new();
    for part in parts {
        // With its length: no two names run into each other.
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize()[..16].to_vec()
}

const DOCUMENT: &str = "SELECT content_type, body, etag, updated_at FROM document WHERE key = $1";

impl Store {
    pub async fn document(&self, name: &DocumentName) -> Result<Option<DocumentRow>, StoreError> {
        Ok(reading!(self, pool => sqlx::query_as(DOCUMENT).bind(name.key()).fetch_optional(pool).await)?)
    }

    /// The ids of the documents beside `name`, changed after `since_ms`.
    pub async fn documents_beside(
        &self,
        name: &DocumentName,
        since_ms: i64,
    ) -> Result<Vec<String>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar(
                "SELECT document_id FROM document WHERE scope = $1 AND updated_at > $2 ORDER BY document_id")
                .bind(name.scope()).bind(since_ms).fetch_all(pool).await
        })?)
    }
}

impl Tx {
    /// The document, held until the transaction ends: what is decided by it still holds when it is written.
    pub async fn hold_document(&mut self, name: &DocumentName) -> Result<Option<DocumentRow>, StoreError> {
        let (key, lock) = (name.key(), i64::from_le_bytes(first_bytes(&name.key())));
        self.own_document(lock).await?;
        Ok(writing!(self, conn => sqlx::query_as(DOCUMENT).bind(key).fetch_optional(conn).await)?)
    }

    pub async fn save_document(&mut self, name: &DocumentName, row: &DocumentRow) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO document (key, scope, kind, activity, agent, registration, document_id,
                    content_type, body, etag, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                 ON CONFLICT (key) DO UPDATE SET content_type = excluded.content_type, body = excluded.body,
                    etag = excluded.etag, updated_at = excluded.updated_at")
                .bind(name.key()).bind(name.scope()).bind(&name.kind).bind(&name.activity).bind(&name.agent)
                .bind(&name.registration).bind(&name.document_id).bind(&row.content_type).bind(&row.body[..])
                .bind(&row.etag).bind(row.updated_at).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    pub async fn delete_document(&mut self, name: &DocumentName) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM document WHERE key = $1").bind(name.key()).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Deletes the documents beside `name`.
    pub async fn delete_documents_beside(&mut self, name: &DocumentName) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM document WHERE scope = $1").bind(name.scope()).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// A page of all documents in order of their keys, after that of `after`: for finding those that name a person.
    pub async fn document_page(
        &mut self,
        after: Option<&DocumentName>,
        limit: i64,
    ) -> Result<Vec<NamedDocument>, StoreError> {
        let after = after.map(DocumentName::key).unwrap_or_default();
        Ok(writing!(self, conn => {
            sqlx::query_as(
                "SELECT kind, activity, agent, registration, document_id, content_type, body, etag, updated_at
                 FROM document WHERE key > $1 ORDER BY key LIMIT $2")
                .bind(after).bind(limit).fetch_all(conn).await
        })?)
    }
}

fn first_bytes(key: &[u8]) -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&key[..8]);
    bytes
}

/// The registration as it is stored; none is empty.
pub fn registration_text(registration: Option<Uuid>) -> String {
    registration.map(|id| id.to_string()).unwrap_or_default()
}
