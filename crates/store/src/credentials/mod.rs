//! What local accounts sign in with: passwords (hashed), wrong tries, one-time codes (sealed), the set-up link.
//! Nothing here checks a secret; it is kept and handed to those who do.

mod attempts;
mod set_up;
mod two_step;

use crate::{Store, StoreError, Tx};

pub use attempts::Attempts;
pub use two_step::TwoStep;

/// A local account with the user it belongs to. Its `Debug` leaves out who it is and the hash.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LocalAccount {
    pub user_id: i64,
    /// What is typed at sign-in, in lower case.
    pub login: String,
    /// A PHC string.
    pub password_hash: String,
    /// Somebody else knows the password: it was given, not chosen.
    pub must_change: bool,
    /// The user's name, as people read it.
    pub name: String,
    pub disabled: bool,
}

impl std::fmt::Debug for LocalAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LocalAccount(user:{})", self.user_id)
    }
}

/// By login or by user, whichever is given.
const ACCOUNT: &str = "SELECT l.user_id, l.login, l.password_hash, l.must_change, u.name,
    u.disabled_at IS NOT NULL AS disabled
    FROM local_account l JOIN user_account u ON u.id = l.user_id WHERE l.login = $1 OR l.user_id = $2";

impl Store {
    /// Is there anybody who signs in with a password of this installation?
    pub async fn has_local_accounts(&self) -> Result<bool, StoreError> {
        let found: Option<i64> = reading!(self, pool => {
            sqlx::query_scalar("SELECT user_id FROM local_account LIMIT 1").fetch_optional(pool).await
        })?;
        Ok(found.is_some())
    }

    /// The account of this login, which has to be in lower case.
    pub async fn local_account_by_login(&self, login: &str) -> Result<Option<LocalAccount>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(ACCOUNT).bind(Some(login)).bind(None::<i64>).fetch_optional(pool).await
        })?)
    }

    /// A user's local account; `None` for those who sign in elsewhere.
    pub async fn local_account(&self, user: i64) -> Result<Option<LocalAccount>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(ACCOUNT).bind(None::<&str>).bind(Some(user)).fetch_optional(pool).await
        })?)
    }
}

impl Tx {
    /// Gives a user a local account; says no where the login is somebody's.
    pub async fn add_local_account(
        &mut self,
        user: i64,
        login: &str,
        password_hash: &str,
        must_change: bool,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let added = writing!(self, conn => {
            sqlx::query(
                "INSERT INTO local_account (user_id, login, password_hash, must_change, changed_at)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (login) DO NOTHING")
                .bind(user).bind(login).bind(password_hash).bind(must_change).bind(now_ms)
                .execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(added == 1)
    }

    /// Sets a password; says no where the user has no local account.
    pub async fn set_password(
        &mut self,
        user: i64,
        password_hash: &str,
        must_change: bool,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let changed = writing!(self, conn => {
            sqlx::query(
                "UPDATE local_account SET password_hash = $1, must_change = $2, changed_at = $3 WHERE user_id = $4")
                .bind(password_hash).bind(must_change).bind(now_ms).bind(user)
                .execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(changed == 1)
    }
}
