//! Access keys of record-store clients. The secret is kept as a digest; 244 random bits need no slow hash.

use domain::EpochMs;

use crate::{Store, StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AccessKey {
    pub key: String,
    pub secret_digest: Vec<u8>,
    /// Is the digest keyed with the installation's secret?
    pub keyed: bool,
    pub name: String,
    /// Separated by spaces.
    pub scopes: String,
    pub created_at: i64,
    /// Exclusive.
    pub expires_at: Option<i64>,
    /// Requests a minute.
    pub per_minute: Option<i64>,
    pub last_used_at: Option<i64>,
    pub revoked_at: Option<i64>,
}

/// Which keys are read.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT key, secret_digest, keyed, name, scopes, created_at, expires_at, per_minute, last_used_at,
                revoked_at FROM access_key ",
            $rest
        )
    };
}

impl Store {
    pub async fn access_key(&self, key: &str) -> Result<Option<AccessKey>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(select!("WHERE key = $1")).bind(key).fetch_optional(pool).await
        })?)
    }

    /// Those that were not revoked, by name, a page of them.
    pub async fn access_keys(&self, limit: i64, offset: i64) -> Result<Vec<AccessKey>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(select!("WHERE revoked_at IS NULL ORDER BY name, created_at, key LIMIT $1 OFFSET $2"))
                .bind(limit).bind(offset).fetch_all(pool).await
        })?)
    }

    pub async fn count_access_keys(&self) -> Result<i64, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar("SELECT COUNT(*) FROM access_key WHERE revoked_at IS NULL").fetch_one(pool).await
        })?)
    }
}

impl Tx {
    /// Adds a key, or replaces the one that is there.
    pub async fn save_access_key(&mut self, key: &AccessKey) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO access_key
                    (key, secret_digest, keyed, name, scopes, created_at, expires_at, per_minute, revoked_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                 ON CONFLICT (key) DO UPDATE SET secret_digest = excluded.secret_digest, keyed = excluded.keyed,
                    name = excluded.name, scopes = excluded.scopes, expires_at = excluded.expires_at,
                    per_minute = excluded.per_minute, revoked_at = excluded.revoked_at")
                .bind(&key.key).bind(&key.secret_digest[..]).bind(key.keyed).bind(&key.name).bind(&key.scopes)
                .bind(key.created_at).bind(key.expires_at).bind(key.per_minute).bind(key.revoked_at)
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

    /// Revokes one key; says no where there is none to revoke.
    pub async fn revoke_access_key(&mut self, key: &str, now: EpochMs) -> Result<bool, StoreError> {
        let revoked = writing!(self, conn => {
            sqlx::query("UPDATE access_key SET revoked_at = $1 WHERE key = $2 AND revoked_at IS NULL")
                .bind(now.0).bind(key).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(revoked == 1)
    }
}
