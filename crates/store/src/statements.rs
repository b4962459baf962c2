//! Statements as they were stored: immutable, one row an id.

use std::collections::{HashMap, HashSet};

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

type Digested<'a> = (&'a NewStatement, &'a Vec<u8>);

impl Tx {
    /// Stores what is new and says, statement by statement, what became of it.
    pub async fn append_statements(
        &mut self,
        rows: &[NewStatement],
        now_ms: i64,
    ) -> Result<Vec<Stored>, StoreError> {
        let digests: Vec<Vec<u8>> = rows.iter().map(|row| digest(&row.sent)).collect();
        let mut by_id: Vec<Digested<'_>> = rows.iter().zip(&digests).collect();
        // Two who store the same statements at once lock them in the same order. Stable: the first of equal ids wins.
        by_id.sort_by_key(|(row, _)| row.id);
        by_id.dedup_by_key(|(row, _)| row.id);
        let mut stored = HashMap::new();
        let mut fresh = HashSet::new();
        for chunk in by_id.chunks(crate::bulk::ROWS) {
            fresh.extend(self.append_unknown(chunk, now_ms).await?);
            stored.extend(self.stored_digests(chunk).await?);
        }
        let outcome = |(row, digest): (&NewStatement, &Vec<u8>)| match stored.get(&row.id) {
            Some(stored) if stored != digest => Stored::Conflict,
            _ if fresh.remove(&row.id) => Stored::New,
            _ => Stored::Repeated,
        };
        Ok(rows.iter().zip(&digests).map(outcome).collect())
    }

    /// The ids that were not there.
    async fn append_unknown(&mut self, rows: &[Digested<'_>], now_ms: i64) -> Result<Vec<Uuid>, StoreError> {
        Ok(writing!(self, conn => {
            let mut query = sqlx::QueryBuilder::new(
                "INSERT INTO statement (id, payload, digest, authority, stored_at) ");
            query.push_values(rows, |mut b, (statement, digest)| {
                b.push_bind(statement.id).push_bind(&statement.payload).push_bind(&digest[..]);
                b.push_bind(&statement.authority).push_bind(now_ms);
            });
            query.push(" ON CONFLICT (id) DO NOTHING RETURNING id");
            query.build_query_scalar().fetch_all(conn).await
        })?)
    }

    async fn stored_digests(&mut self, rows: &[Digested<'_>]) -> Result<Vec<(Uuid, Vec<u8>)>, StoreError> {
        Ok(writing!(self, conn => {
            let mut query = sqlx::QueryBuilder::new("SELECT id, digest FROM statement WHERE id IN (");
            let mut list = query.separated(", ");
            for (row, _) in rows { list.push_bind(row.id); }
            query.push(")");
            query.build_query_as().fetch_all(conn).await
        })?)
    }

    /// A page of stored statements in order of id, after `after`; without those whose text is not kept any more.
    pub async fn statement_page(
        &mut self,
        after: Uuid,
        limit: i64,
    ) -> Result<Vec<(Uuid, String)>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_as("SELECT id, payload FROM statement WHERE id > $1 AND payload <> '' ORDER BY id LIMIT $2")
                .bind(after).bind(limit).fetch_all(conn).await
        })?)
    }
}
