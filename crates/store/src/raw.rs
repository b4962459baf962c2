//! Raw payloads: append-only, one row for each different version of a thing.

use std::collections::HashSet;

use sha2::{Digest, Sha256};

use crate::{StoreError, Tx};

/// A payload as it arrived; `natural_key` names the thing within its source (`owner/name#12`, `PAY-7`).
pub struct RawPayload<'a> {
    pub natural_key: &'a str,
    pub payload: &'a [u8],
}

type Digested<'a> = (&'a RawPayload<'a>, Vec<u8>);

#[derive(sqlx::FromRow)]
struct StoredPayload {
    id: i64,
    payload: Vec<u8>,
}

/// The first 16 bytes of the SHA-256: enough to tell versions of one thing apart.
pub(crate) fn digest(payload: &[u8]) -> Vec<u8> {
    Sha256::digest(payload)[..16].to_vec()
}

impl Tx {
    /// Stores what is new and says, row by row, whether it was: a payload that is already there changes nothing.
    pub async fn append_raw(
        &mut self,
        source: &str,
        rows: &[RawPayload<'_>],
        now_ms: i64,
    ) -> Result<Vec<bool>, StoreError> {
        let mut digested: Vec<Digested<'_>> = rows.iter().map(|row| (row, digest(row.payload))).collect();
        let in_order: Vec<(String, Vec<u8>)> =
            digested.iter().map(|(row, digest)| (row.natural_key.to_owned(), digest.clone())).collect();
        // Two who store the same things at once lock them in the same order. Stable: versions keep theirs.
        digested.sort_by_key(|(row, _)| row.natural_key);
        let mut fresh = HashSet::new();
        for chunk in digested.chunks(crate::bulk::ROWS) {
            fresh.extend(self.append_chunk(source, chunk, now_ms).await?);
        }
        // `remove`: of two equal lines in one batch only the first is new.
        Ok(in_order.iter().map(|key| fresh.remove(key)).collect())
    }

    /// Natural key and digest of those that were not there.
    async fn append_chunk(
        &mut self,
        source: &str,
        rows: &[Digested<'_>],
        now_ms: i64,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        Ok(writing!(self, conn => {
            let mut query = sqlx::QueryBuilder::new(
                "INSERT INTO raw_payload (source, natural_key, digest, payload, received_at) ");
            query.push_values(rows, |mut b, (row, digest)| {
                b.push_bind(source).push_bind(row.natural_key).push_bind(&digest[..]);
                b.push_bind(row.payload).push_bind(now_ms);
            });
            query.push(" ON CONFLICT DO NOTHING RETURNING natural_key, digest");
            query.build_query_as().fetch_all(conn).await
        })?)
    }

    /// A page of stored payloads in order of arrival, after `after_id`: (id, payload).
    pub async fn raw_page(
        &mut self,
        source: &str,
        after_id: i64,
        limit: i64,
    ) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
        let rows: Vec<StoredPayload> = writing!(self, conn => {
            sqlx::query_as("SELECT id, payload FROM raw_payload WHERE source = $1 AND id > $2 ORDER BY id LIMIT $3")
                .bind(source).bind(after_id).bind(limit).fetch_all(conn).await
        })?;
        Ok(rows.into_iter().map(|row| (row.id, row.payload)).collect())
    }
}
