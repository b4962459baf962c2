//! The link by which the first administrator is made: at most one at a time, kept as a digest.

use crate::{Store, StoreError, Tx};

impl Store {
    /// Does the link open at this time?
    pub async fn set_up_link(&self, token_digest: &[u8], now_ms: i64) -> Result<bool, StoreError> {
        let found: Option<i64> = reading!(self, pool => {
            sqlx::query_scalar("SELECT expires_at FROM set_up_link WHERE token_digest = $1 AND expires_at > $2")
                .bind(token_digest).bind(now_ms).fetch_optional(pool).await
        })?;
        Ok(found.is_some())
    }
}

impl Tx {
    /// Makes a link; the one from before is dead.
    pub async fn replace_set_up_link(
        &mut self,
        token_digest: &[u8],
        expires_at: i64,
    ) -> Result<(), StoreError> {
        self.remove_set_up_links().await?;
        writing!(self, conn => {
            sqlx::query("INSERT INTO set_up_link (token_digest, expires_at) VALUES ($1, $2)")
                .bind(token_digest).bind(expires_at).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Uses the link up; says no where it is dead.
    pub async fn take_set_up_link(&mut self, token_digest: &[u8], now_ms: i64) -> Result<bool, StoreError> {
        let taken = writing!(self, conn => {
            sqlx::query("DELETE FROM set_up_link WHERE token_digest = $1 AND expires_at > $2")
                .bind(token_digest).bind(now_ms).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(taken == 1)
    }

    pub async fn remove_set_up_links(&mut self) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM set_up_link").execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}
