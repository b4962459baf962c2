//! Appending to the log, and reading it in its order.

use std::collections::HashMap;

use uuid::Uuid;

use super::Logged;
use crate::{Store, StoreError, Tx, bulk, page::page_of};

/// The end of the log: the last place given out, and the time that was given out with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Head {
    pub seq: i64,
    pub stored_at: i64,
}

/// A statement on its way into the log.
#[derive(Debug, Clone)]
pub struct LogRow {
    pub seq: i64,
    pub id: Uuid,
    pub stored_at: i64,
    pub voided: bool,
    pub authority: String,
    /// Of what the client sent: two sendings of one statement are compared by it.
    pub digest: Vec<u8>,
    /// The statement with the properties that the store sets.
    pub payload: String,
}

/// The columns of a [`Logged`] from the table, and what comes after.
macro_rules! logged {
    ($rest:literal) => {
        concat!("SELECT seq, id, stored_at, voided, authority, payload FROM statement ", $rest)
    };
}

impl Tx {
    /// The end of the log, held until the transaction ends: nobody else appends meanwhile.
    pub async fn hold_log(&mut self) -> Result<Head, StoreError> {
        self.own_log().await?;
        Ok(writing!(self, conn => {
            sqlx::query_as("SELECT seq, stored_at FROM statement_head WHERE id = 1").fetch_one(conn).await
        })?)
    }

    pub async fn move_log_head(&mut self, head: Head) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("UPDATE statement_head SET seq = $1, stored_at = $2 WHERE id = 1")
                .bind(head.seq).bind(head.stored_at).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// The digests of those of `ids` that are stored.
    pub async fn stored_digests(&mut self, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<u8>>, StoreError> {
        let mut found = HashMap::new();
        for chunk in bulk::lists(ids) {
            let rows: Vec<(Uuid, Vec<u8>)> = writing!(self, conn => {
                let mut query = sqlx::QueryBuilder::new("SELECT id, digest FROM statement WHERE id IN (");
                let mut list = query.separated(", ");
                for id in &chunk { list.push_bind(*id); }
                query.push(")");
                query.build_query_as().fetch_all(conn).await
            })?;
            found.extend(rows);
        }
        Ok(found)
    }

    /// Appends rows whose ids are not stored and whose places come after the head.
    pub async fn append_to_log(&mut self, rows: &[LogRow]) -> Result<(), StoreError> {
        for chunk in bulk::shapes(rows, &bulk::SHAPES) {
            writing!(self, conn => {
                let mut query = sqlx::QueryBuilder::new(
                    "INSERT INTO statement (seq, id, stored_at, voided, authority, digest, payload) ");
                query.push_values(chunk, |mut b, row| {
                    b.push_bind(row.seq).push_bind(row.id).push_bind(row.stored_at).push_bind(row.voided);
                    b.push_bind(&row.authority).push_bind(&row.digest[..]).push_bind(&row.payload);
                });
                query.build().execute(conn).await.map(|_| ())
            })?;
        }
        Ok(())
    }

    /// Marks a statement as voided: queries pass over it, and it is found by its id only when asked for as voided.
    pub async fn void_statement(&mut self, id: Uuid) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("UPDATE statement SET voided = TRUE WHERE id = $1").bind(id).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    pub async fn logged(&mut self, id: Uuid) -> Result<Option<Logged>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_as(logged!("WHERE id = $1")).bind(id)
                .fetch_optional(conn).await
        })?)
    }

    /// A page of the log after a place, without those whose text is not kept any more.
    pub async fn log_page(&mut self, after: i64, limit: i64) -> Result<Vec<Logged>, StoreError> {
        Ok(writing!(self, conn => {
            page_of(sqlx::query_as(logged!("WHERE seq > $1 AND payload <> '' ORDER BY seq LIMIT $2"))
                .bind(after).bind(limit).fetch(conn), Logged::length).await
        })?)
    }

    /// A page of the log up to a place, the newest first, without those whose text is not kept any more.
    pub async fn log_page_back(&mut self, up_to: i64, limit: i64) -> Result<Vec<Logged>, StoreError> {
        Ok(writing!(self, conn => {
            page_of(sqlx::query_as(logged!("WHERE seq <= $1 AND payload <> '' ORDER BY seq DESC LIMIT $2"))
                .bind(up_to).bind(limit).fetch(conn), Logged::length).await
        })?)
    }
}

impl Store {
    pub async fn logged(&self, id: Uuid) -> Result<Option<Logged>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(logged!("WHERE id = $1")).bind(id)
                .fetch_optional(pool).await
        })?)
    }

    /// A page of the log after a place, without those whose text is not kept any more.
    pub async fn log_page(&self, after: i64, limit: i64) -> Result<Vec<Logged>, StoreError> {
        Ok(reading!(self, pool => {
            page_of(sqlx::query_as(logged!("WHERE seq > $1 AND payload <> '' ORDER BY seq LIMIT $2"))
                .bind(after).bind(limit).fetch(pool), Logged::length).await
        })?)
    }

    /// The end of the log. What is stored from now on comes after it.
    pub async fn log_head(&self) -> Result<Head, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as("SELECT seq, stored_at FROM statement_head WHERE id = 1").fetch_one(pool).await
        })?)
    }
}
