//! Raw payloads and statements as they came: read one after the other, replaced or removed.

use uuid::Uuid;

use crate::{StoreError, Tx};

/// A raw payload with its number.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PayloadRow {
    pub id: i64,
    pub source: String,
    pub natural_key: String,
    pub payload: Vec<u8>,
}

impl Tx {
    /// A page of all raw payloads in order of arrival, after `after`.
    pub async fn payload_page(&mut self, after: i64, limit: i64) -> Result<Vec<PayloadRow>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_as("SELECT id, source, natural_key, payload FROM raw_payload WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(after).bind(limit).fetch_all(conn).await
        })?)
    }

    pub async fn payload(&mut self, id: i64) -> Result<Option<PayloadRow>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_as("SELECT id, source, natural_key, payload FROM raw_payload WHERE id = $1")
                .bind(id).fetch_optional(conn).await
        })?)
    }

    pub async fn statement(&mut self, id: Uuid) -> Result<Option<String>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar("SELECT payload FROM statement WHERE id = $1").bind(id).fetch_optional(conn).await
        })?)
    }

    /// Replaces what a payload says. Its digest stays that of what arrived: the same file imported again is still
    /// known, and does not bring back who was taken out of it.
    pub async fn replace_payload(&mut self, row: &PayloadRow) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("UPDATE raw_payload SET natural_key = $2, payload = $3 WHERE id = $1")
                .bind(row.id).bind(&row.natural_key).bind(&row.payload).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Replaces what a statement says; its digest stays, as [`Tx::replace_payload`] tells.
    pub async fn replace_statement(&mut self, id: Uuid, payload: &str) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("UPDATE statement SET payload = $2 WHERE id = $1")
                .bind(id).bind(payload).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Removes the facts that were derived from a statement.
    pub async fn forget_events(&mut self, statement: Uuid) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM learning_event WHERE statement_id = $1")
                .bind(statement).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Removes a statement; the facts derived from it go first. Its terms are the caller's.
    pub async fn remove_statement(&mut self, seq: i64, id: Uuid) -> Result<(), StoreError> {
        self.forget_events(id).await?;
        for sql in ["DELETE FROM statement_ref WHERE seq = $1", "DELETE FROM statement WHERE seq = $1"] {
            writing!(self, conn => sqlx::query(sql).bind(seq).execute(conn).await.map(|_| ()))?;
        }
        Ok(())
    }
}
