//! One-time codes (TOTP) and the recovery codes that stand in for a lost phone.

use crate::{Store, StoreError, Tx};

/// A user's second step. Its `Debug` leaves out the secret.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TwoStep {
    /// Sealed.
    pub secret: Vec<u8>,
    /// `None`: being set up, not asked for yet.
    pub confirmed_at: Option<i64>,
}

impl std::fmt::Debug for TwoStep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TwoStep(confirmed at {:?})", self.confirmed_at)
    }
}

impl Store {
    pub async fn two_step(&self, user: i64) -> Result<Option<TwoStep>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as("SELECT secret, confirmed_at FROM two_step WHERE user_id = $1")
                .bind(user).fetch_optional(pool).await
        })?)
    }

    /// How many recovery codes a user has not used yet.
    pub async fn recovery_codes_left(&self, user: i64) -> Result<i64, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar("SELECT COUNT(*) FROM recovery_code WHERE user_id = $1 AND used_at IS NULL")
                .bind(user).fetch_one(pool).await
        })?)
    }
}

impl Tx {
    /// Keeps a secret that has to be confirmed by a first code; says no where one is in force.
    pub async fn begin_two_step(&mut self, user: i64, sealed: &[u8]) -> Result<bool, StoreError> {
        let begun = writing!(self, conn => {
            sqlx::query(
                "INSERT INTO two_step (user_id, secret, last_step) VALUES ($1, $2, 0)
                 ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret WHERE two_step.confirmed_at IS NULL")
                .bind(user).bind(sealed).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(begun == 1)
    }

    /// The second step is asked for from now on; says no where it was already, or where none was begun.
    pub async fn confirm_two_step(&mut self, user: i64, now_ms: i64) -> Result<bool, StoreError> {
        let confirmed = writing!(self, conn => {
            sqlx::query("UPDATE two_step SET confirmed_at = $1 WHERE user_id = $2 AND confirmed_at IS NULL")
                .bind(now_ms).bind(user).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(confirmed == 1)
    }

    /// Takes the code of a time step; says no where that or a later one was taken before.
    pub async fn take_step(&mut self, user: i64, step: i64) -> Result<bool, StoreError> {
        let taken = writing!(self, conn => {
            sqlx::query("UPDATE two_step SET last_step = $1 WHERE user_id = $2 AND last_step < $1")
                .bind(step).bind(user).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(taken == 1)
    }

    /// Forgets secret and recovery codes; says no where there was no second step.
    pub async fn remove_two_step(&mut self, user: i64) -> Result<bool, StoreError> {
        self.replace_recovery_codes(user, &[]).await?;
        let removed = writing!(self, conn => {
            sqlx::query("DELETE FROM two_step WHERE user_id = $1")
                .bind(user).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(removed == 1)
    }

    /// These codes, and none of those from before.
    pub async fn replace_recovery_codes(&mut self, user: i64, digests: &[Vec<u8>]) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM recovery_code WHERE user_id = $1").bind(user).execute(conn).await.map(|_| ())
        })?;
        insert_rows!(
            self,
            "INSERT INTO recovery_code (user_id, digest) ",
            digests,
            |b, digest| {
                b.push_bind(user).push_bind(&digest[..]);
            },
            ""
        );
        Ok(())
    }

    /// Uses a recovery code up; says no where there is none like it, or it was used.
    pub async fn take_recovery_code(
        &mut self,
        user: i64,
        digest: &[u8],
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let taken = writing!(self, conn => {
            sqlx::query("UPDATE recovery_code SET used_at = $1 WHERE user_id = $2 AND digest = $3 AND used_at IS NULL")
                .bind(now_ms).bind(user).bind(digest).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(taken == 1)
    }
}
