//! Keys of identity providers. A secret is kept as a digest.

use domain::EpochMs;

use crate::{Store, StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ScimKey {
    pub id: i64,
    pub name: String,
    pub last_used_at: Option<i64>,
    pub revoked_at: Option<i64>,
}

impl Store {
    pub async fn scim_key_by_digest(&self, digest: &[u8]) -> Result<Option<ScimKey>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as("SELECT id, name, last_used_at, revoked_at FROM scim_key WHERE secret_digest = $1")
                .bind(digest).fetch_optional(pool).await
        })?)
    }
}

impl Tx {
    pub async fn add_scim_key(&mut self, name: &str, digest: &[u8], now: EpochMs) -> Result<i64, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "INSERT INTO scim_key (name, secret_digest, created_at) VALUES ($1, $2, $3) RETURNING id")
                .bind(name).bind(digest).bind(now.0).fetch_one(conn).await
        })?)
    }

    /// Notes a use, unless one is noted from `since` on; says whether it did.
    pub async fn note_scim_key_use(
        &mut self,
        id: i64,
        now: EpochMs,
        since: EpochMs,
    ) -> Result<bool, StoreError> {
        let noted = writing!(self, conn => {
            sqlx::query(
                "UPDATE scim_key SET last_used_at = $1 WHERE id = $2 AND (last_used_at IS NULL OR last_used_at < $3)")
                .bind(now.0).bind(id).bind(since.0).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(noted == 1)
    }

    /// Revokes the keys of this name; says how many there were.
    pub async fn revoke_scim_keys(&mut self, name: &str, now: EpochMs) -> Result<u64, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query("UPDATE scim_key SET revoked_at = $1 WHERE name = $2 AND revoked_at IS NULL")
                .bind(now.0).bind(name).execute(conn).await.map(|done| done.rows_affected())
        })?)
    }
}
