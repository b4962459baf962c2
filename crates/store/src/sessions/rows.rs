//! Whose sessions there are: claimed at sign-in, listed, ended.

use domain::EpochMs;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tower_sessions::session::Id;

use super::SessionLimits;
use crate::{Store, StoreError, Tx};

/// A session by the digest of its id: names it to everybody, opens nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionKey(String);

impl SessionKey {
    pub fn of(id: &Id) -> Self {
        Self(privacy::hex::encode(&Sha256::digest(id.to_string())))
    }

    /// As it stands in a table.
    pub(crate) fn stored(digest: String) -> Self {
        Self(digest)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A session as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    pub key: SessionKey,
    /// `persona`, `password`, `set-up` or `provider:NAME`.
    pub how: String,
    /// `Firefox on Linux`; empty where the browser does not say.
    pub browser: String,
    pub began_at: EpochMs,
    /// To a minute.
    pub last_seen_at: EpochMs,
}

/// Whose a session was that has just been ended, and how they had signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedSession {
    pub user: i64,
    pub how: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    how: String,
    browser: String,
    created_at: i64,
    last_seen_at: i64,
}

impl From<Row> for SessionLine {
    fn from(row: Row) -> Self {
        SessionLine {
            key: SessionKey(row.id),
            how: row.how,
            browser: row.browser,
            began_at: EpochMs(row.created_at),
            last_seen_at: EpochMs(row.last_seen_at),
        }
    }
}

impl Store {
    /// The sessions of a user that have not ended, the one used last first.
    pub async fn sessions_of(
        &self,
        user: i64,
        limits: SessionLimits,
        now_ms: i64,
    ) -> Result<Vec<SessionLine>, StoreError> {
        let (used_after, began_after) = limits.since(now_ms);
        let rows: Vec<Row> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT id, how, browser, created_at, last_seen_at FROM session
                 WHERE user_id = $1 AND last_seen_at > $2 AND created_at > $3
                 ORDER BY last_seen_at DESC, created_at DESC, id")
                .bind(user).bind(used_after).bind(began_after).fetch_all(pool).await
        })?;
        Ok(rows.into_iter().map(SessionLine::from).collect())
    }

    /// Whose a session is, if it has not ended.
    pub async fn session_user(
        &self,
        key: &SessionKey,
        limits: SessionLimits,
        now_ms: i64,
    ) -> Result<Option<i64>, StoreError> {
        let (used_after, began_after) = limits.since(now_ms);
        let user: Option<Option<i64>> = reading!(self, pool => {
            sqlx::query_scalar(
                "SELECT user_id FROM session WHERE id = $1 AND last_seen_at > $2 AND created_at > $3")
                .bind(key.as_str()).bind(used_after).bind(began_after).fetch_optional(pool).await
        })?;
        Ok(user.flatten())
    }
}

impl Tx {
    /// Makes a session that nobody has signed in with a user's. Says no where there is no such session, or it is
    /// somebody's: that one would go on under another name.
    pub async fn claim_session(
        &mut self,
        key: &SessionKey,
        user: i64,
        how: &str,
        browser: &str,
    ) -> Result<bool, StoreError> {
        let claimed = writing!(self, conn => {
            sqlx::query(
                "UPDATE session SET user_id = $1, how = $2, browser = $3 WHERE id = $4 AND user_id IS NULL")
                .bind(user).bind(how).bind(browser).bind(key.as_str())
                .execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(claimed == 1)
    }

    /// Ends a session; says whose it was, where somebody had signed in with it.
    pub async fn end_session(&mut self, key: &SessionKey) -> Result<Option<EndedSession>, StoreError> {
        let ended: Option<(Option<i64>, String)> = writing!(self, conn => {
            sqlx::query_as("DELETE FROM session WHERE id = $1 RETURNING user_id, how")
                .bind(key.as_str()).fetch_optional(conn).await
        })?;
        Ok(ended.and_then(|(user, how)| Some(EndedSession { user: user?, how })))
    }

    /// Ends one session of this user; says no where they have no such session.
    pub async fn end_session_of(&mut self, user: i64, key: &SessionKey) -> Result<bool, StoreError> {
        let ended = writing!(self, conn => {
            sqlx::query("DELETE FROM session WHERE id = $1 AND user_id = $2")
                .bind(key.as_str()).bind(user).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(ended == 1)
    }

    /// Ends a user's sessions, all but the one to be kept; says how many.
    pub async fn end_sessions(&mut self, user: i64, kept: Option<&SessionKey>) -> Result<u64, StoreError> {
        let kept = kept.map_or("", SessionKey::as_str);
        Ok(writing!(self, conn => {
            sqlx::query("DELETE FROM session WHERE user_id = $1 AND id <> $2")
                .bind(user).bind(kept).execute(conn).await.map(|done| done.rows_affected())
        })?)
    }
}
