//! Access keys of record-store clients. The secret is kept as a digest; 244 random bits need no slow hash.

use crate::{Store, StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AccessKey {
    pub key: String,
    pub secret_digest: Vec<u8>,
    pub name: String,
    pub revoked_at: Option<i64>,
}

impl Store {
    pub async fn access_key(&self, key: &str) -> Result<Option<AccessKey>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as("SELECT key, secret_digest, name, revoked_at FROM access_key WHERE key = $1")
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
}
