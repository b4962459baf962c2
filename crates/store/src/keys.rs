//! Access keys of record-store clients. The secret is kept as a digest; 244 random bits need no slow hash.

use domain::EpochMs;

use crate::{Store, StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AccessKey {
    pub key: String,
    pub secret_digest: Vec<u8>,
    pub name: String,
    pub last_used_at: Option<i64>,
    pub revoked_at: Option<i64>,
}

impl Store {
    pub async fn access_key(&self, key: &str) -> Result<Option<AccessKey>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as("SELECT key, secret_digest, name, last_used_at, revoked_at FROM access_key WHERE key = $1")
                .bind(key).fetch_optional(pool).await
        })?)
    }
}

impl Tx {
    pub async fn save_access_key(&mut self, key: &AccessKey, now_ms: i64) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO access_key (key, secret_digest, name, created_at, revoked_at) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (key) DO UPDATE SET secret_digest = excluded.secret_digest, name = excluded.name,
                    revoked_at = excluded.revoked_at")
                .bind(&key.key).bind(&key.secret_digest[..]).bind(&key.name).bind(now_ms).bind(key.revoked_at)
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Notes a use, unless one is noted from `since` on; says whether it did.
    pub async fn note_access_key_use(
        &mut self,
        key: &str,
        now: EpochMs,
        since: EpochMs,
    ) -> Result<bool, StoreError> {
        let noted = writing!(self, conn => {
            sqlx::query(
                "UPDATE access_key SET last_used_at = $1
                 WHERE key = $2 AND (last_used_at IS NULL OR last_used_at < $3)")
                .bind(now.0).bind(key).bind(since.0).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(noted == 1)
    }

    /// Revokes the keys of this name; says which they were.
    pub async fn revoke_access_keys(&mut self, name: &str, now: EpochMs) -> Result<Vec<String>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "UPDATE access_key SET revoked_at = $1 WHERE name = $2 AND revoked_at IS NULL RETURNING key")
                .bind(now.0).bind(name).fetch_all(conn).await
        })?)
    }
}
