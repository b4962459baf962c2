//! Server-side sessions for `tower-sessions`, in the same database as everything else.
//!
//! Whose a session is stands in its own column and is written by [`Tx::claim_session`] alone: what a handler puts into
//! a session's data cannot make it somebody's.

mod rows;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use domain::EpochMs;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use crate::{Store, StoreError};

pub use rows::{EndedSession, SessionKey, SessionLine};

/// Where a handler finds the user in a session's data.
pub const SESSION_USER: &str = "user";

/// That a session was used is noted once in this time: reading a page does not write.
const NOTED_EVERY_MS: i64 = 60_000;

/// How long a session lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without a request, in milliseconds.
    pub idle_ms: i64,
    /// Since sign-in, whatever happens, in milliseconds.
    pub absolute_ms: i64,
}

impl Default for SessionLimits {
    /// 30 minutes and 12 hours.
    fn default() -> Self {
        Self { idle_ms: 30 * 60_000, absolute_ms: 12 * 3_600_000 }
    }
}

impl SessionLimits {
    /// A session lives that was used after the first instant and began after the second.
    fn since(self, now_ms: i64) -> (i64, i64) {
        (now_ms.saturating_sub(self.idle_ms), now_ms.saturating_sub(self.absolute_ms))
    }
}

#[derive(Clone)]
pub struct Sessions {
    store: Store,
    limits: SessionLimits,
    clock: fn() -> EpochMs,
    /// Sessions whose use is being noted right now.
    noting: Arc<Mutex<HashSet<SessionKey>>>,
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sessions({})", self.store.engine_name())
    }
}

type Row = (Vec<u8>, Option<i64>, i64);

impl Sessions {
    pub fn new(store: Store, limits: SessionLimits, clock: fn() -> EpochMs) -> Self {
        Self { store, limits, clock, noting: Arc::default() }
    }

    /// Deletes the sessions that have ended by themselves; says how many.
    pub async fn sweep(&self, now_ms: i64) -> std::result::Result<u64, StoreError> {
        let (used_after, began_after) = self.limits.since(now_ms);
        let mut tx = self.store.begin().await?;
        let swept = writing!(&mut tx, conn => {
            sqlx::query("DELETE FROM session WHERE last_seen_at <= $1 OR created_at <= $2")
                .bind(used_after).bind(began_after).execute(conn).await.map(|done| done.rows_affected())
        })?;
        tx.commit().await?;
        Ok(swept)
    }

    async fn write(&self, record: &Record, sql: &'static str) -> std::result::Result<u64, StoreError> {
        let key = SessionKey::of(&record.id);
        let mut data = record.data.clone();
        data.remove(SESSION_USER);
        let data = serde_json::to_vec(&data)
            .map_err(|e| StoreError::inconsistent("session", "data", "new session", e))?;
        let now_ms = (self.clock)().0;
        let mut tx = self.store.begin().await?;
        let written = writing!(&mut tx, conn => {
            sqlx::query(sql).bind(key.as_str()).bind(data).bind(now_ms)
                .execute(conn).await.map(|done| done.rows_affected())
        })?;
        tx.commit().await?;
        Ok(written)
    }

    async fn row(&self, key: &SessionKey, now_ms: i64) -> std::result::Result<Option<Row>, StoreError> {
        let (used_after, began_after) = self.limits.since(now_ms);
        Ok(reading!(self.store, pool => {
            sqlx::query_as(
                "SELECT data, user_id, last_seen_at FROM session
                 WHERE id = $1 AND last_seen_at > $2 AND created_at > $3")
                .bind(key.as_str()).bind(used_after).bind(began_after).fetch_optional(pool).await
        })?)
    }

    /// Notes beside the request that a session is in use: the one writer may be busy for long, and nobody waits for it.
    fn note_use(&self, key: SessionKey, now_ms: i64) {
        if !self.noting.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone()) {
            return;
        }
        let sessions = self.clone();
        tokio::spawn(async move {
            if let Err(error) = sessions.save_use(&key, now_ms).await {
                tracing::warn!(%error, "that a session is in use could not be noted");
            }
            sessions.noting.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
        });
    }

    async fn save_use(&self, key: &SessionKey, now_ms: i64) -> std::result::Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        writing!(&mut tx, conn => {
            sqlx::query("UPDATE session SET last_seen_at = $1 WHERE id = $2 AND last_seen_at < $1")
                .bind(now_ms).bind(key.as_str()).execute(conn).await.map(|_| ())
        })?;
        tx.commit().await
    }
}

fn backend(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let insert = "INSERT INTO session (id, data, how, browser, created_at, last_seen_at)
            VALUES ($1, $2, '', '', $3, $3) ON CONFLICT DO NOTHING";
        // Two equal 128-bit ids will not happen; if they do, the second gets another one.
        while self.write(record, insert).await.map_err(backend)? == 0 {
            record.id = Id::default();
        }
        Ok(())
    }

    /// A session that was ended meanwhile stays ended.
    async fn save(&self, record: &Record) -> Result<()> {
        let update = "UPDATE session SET data = $2, last_seen_at = $3 WHERE id = $1";
        self.write(record, update).await.map(|_| ()).map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let (key, now_ms) = (SessionKey::of(id), (self.clock)().0);
        let Some((data, user, last_seen_at)) = self.row(&key, now_ms).await.map_err(backend)? else {
            return Ok(None);
        };
        if now_ms - last_seen_at >= NOTED_EVERY_MS {
            self.note_use(key, now_ms);
        }
        let mut data: HashMap<String, serde_json::Value> =
            serde_json::from_slice(&data).map_err(|e| Error::Decode(e.to_string()))?;
        data.extend(user.map(|user| (SESSION_USER.to_owned(), user.into())));
        // What ends a session is in the row; the layer asks for a date all the same.
        let ends_ms = now_ms.saturating_add(self.limits.idle_ms);
        let expiry_date = time::OffsetDateTime::from_unix_timestamp(ends_ms / 1000).map_err(backend)?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let mut tx = self.store.begin().await.map_err(backend)?;
        tx.end_session(&SessionKey::of(id)).await.map_err(backend)?;
        tx.commit().await.map_err(backend)
    }
}
