//! Statements as they were stored: immutable, one row an id.

use uuid::Uuid;

use crate::{StoreError, Tx, raw::digest};

pub struct NewStatement {
    pub id: Uuid,
    /// The statement with the properties that the store sets.
    pub payload: String,
    /// What the client sent, without those: two sendings of one statement are compared by it.
    pub sent: Vec<u8>,
    pub authority: String,
}

/// What became of a statement that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    New,
    /// The same statement was there already; nothing changed.
    Repeated,
    /// Another statement has this id.
    Conflict,
}

impl Tx {
    pub async fn append_statements(&mut self, rows: &[NewStatement], now_ms: i64) -> Result<Vec<Stored>, StoreError> {
        let mut outcomes = Vec::with_capacity(rows.len());
        for chunk in rows.chunks(crate::bulk::ROWS) {
            let digests: Vec<Vec<u8>> = chunk.iter().map(|row| digest(&row.sent)).collect();
            let known = self.known_digests(chunk).await?;
            for (row, digest) in chunk.iter().zip(&digests) {
                outcomes.push(match known.iter().find(|(id, _)| *id == row.id) {
                    None => Stored::New,
                    Some((_, stored)) if stored == digest => Stored::Repeated,
                    Some(_) => Stored::Conflict,
                });
            }
            let offset = outcomes.len() - chunk.len();
            let fresh: Vec<_> = chunk.iter().zip(digests).zip(&outcomes[offset..])
                .filter(|(_, outcome)| **outcome == Stored::New).map(|(row, _)| row).collect();
            insert_rows!(self, "INSERT INTO statement (id, payload, digest, authority, stored_at) ", fresh,
                |b, row| {
                    let (statement, digest) = row;
                    b.push_bind(statement.id).push_bind(&statement.payload).push_bind(&digest[..]);
                    b.push_bind(&statement.authority).push_bind(now_ms);
                }, "");
        }
        Ok(outcomes)
    }

    async fn known_digests(&mut self, rows: &[NewStatement]) -> Result<Vec<(Uuid, Vec<u8>)>, StoreError> {
        Ok(writing!(self, conn => {
            let mut query = sqlx::QueryBuilder::new("SELECT id, digest FROM statement WHERE id IN (");
            let mut list = query.separated(", ");
            rows.iter().for_each(|row| { list.push_bind(row.id); });
            query.push(")");
            query.build_query_as().fetch_all(conn).await
        })?)
    }

    /// A page of stored statements in order of id, after `after`.
    pub async fn statement_page(&mut self, after: Uuid, limit: i64) -> Result<Vec<(Uuid, String)>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_as("SELECT id, payload FROM statement WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(after).bind(limit).fetch_all(conn).await
        })?)
    }
}
