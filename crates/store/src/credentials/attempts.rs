//! Wrong tries in a row, by login: in the database, so that every instance counts the same.

use crate::{StoreError, Tx};

/// How often the sign-in of a login failed since it last worked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Attempts {
    pub failures: i64,
    /// Epoch milliseconds; nothing is tried before then.
    pub locked_until: i64,
}

impl Tx {
    /// The tries of a login. Until the transaction ends nobody else counts the same login.
    pub async fn attempts(&mut self, login_digest: &[u8], now_ms: i64) -> Result<Attempts, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_as(
                "INSERT INTO sign_in_attempt (login_digest, failures, last_at, locked_until) VALUES ($1, 0, $2, 0)
                 ON CONFLICT (login_digest) DO UPDATE SET last_at = excluded.last_at
                 RETURNING failures, locked_until")
                .bind(login_digest).bind(now_ms).fetch_one(conn).await
        })?)
    }

    pub async fn save_attempts(&mut self, login_digest: &[u8], attempts: Attempts) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("UPDATE sign_in_attempt SET failures = $1, locked_until = $2 WHERE login_digest = $3")
                .bind(attempts.failures).bind(attempts.locked_until).bind(login_digest)
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Takes one counted try back, and the wait that it brought with it, unless a later one brought another.
    pub async fn take_back_attempt(
        &mut self,
        login_digest: &[u8],
        locked_until: i64,
    ) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "UPDATE sign_in_attempt SET failures = failures - 1,
                 locked_until = CASE WHEN locked_until = $1 THEN 0 ELSE locked_until END WHERE login_digest = $2")
                .bind(locked_until).bind(login_digest).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// The count starts anew.
    pub async fn forget_attempts(&mut self, login_digest: &[u8]) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM sign_in_attempt WHERE login_digest = $1")
                .bind(login_digest).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Deletes the counts of those who have not tried since, so that made-up names do not pile up.
    pub async fn sweep_attempts(&mut self, before_ms: i64) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM sign_in_attempt WHERE last_at < $1 AND locked_until < $1")
                .bind(before_ms).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}
