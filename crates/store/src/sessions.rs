//! Server-side sessions for `tower-sessions`, in the same database as everything else.

use async_trait::async_trait;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use crate::{Store, StoreError};

#[derive(Clone)]
pub struct Sessions {
    store: Store,
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sessions({})", self.store.engine_name())
    }
}

impl Sessions {
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// Deletes what has expired; says how many.
    pub async fn sweep(&self, now_ms: i64) -> std::result::Result<u64, StoreError> {
        let mut tx = self.store.begin().await?;
        let swept = writing!(&mut tx, conn => {
            sqlx::query("DELETE FROM session WHERE expires_at <= $1")
                .bind(now_ms).execute(conn).await.map(|done| done.rows_affected())
        })?;
        tx.commit().await?;
        Ok(swept)
    }

    async fn write(&self, record: &Record, sql: &'static str) -> std::result::Result<u64, StoreError> {
        let data = serde_json::to_vec(&record.data)
            .map_err(|e| StoreError::inconsistent("session", "data", "new session", e))?;
        let expires_at = record.expiry_date.unix_timestamp() * 1000;
        let mut tx = self.store.begin().await?;
        let written = writing!(&mut tx, conn => {
            sqlx::query(sql).bind(record.id.to_string()).bind(data).bind(expires_at)
                .execute(conn).await.map(|done| done.rows_affected())
        })?;
        tx.commit().await?;
        Ok(written)
    }
}

fn backend(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let insert = "INSERT INTO session (id, data, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        // Two equal 128-bit ids will not happen; if they do, the second gets another one.
        while self.write(record, insert).await.map_err(backend)? == 0 {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let upsert = "INSERT INTO session (id, data, expires_at) VALUES ($1, $2, $3)
            ON CONFLICT (id) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at";
        self.write(record, upsert).await.map(|_| ()).map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now_ms = time::OffsetDateTime::now_utc().unix_timestamp() * 1000;
        let row: Option<(Vec<u8>, i64)> = reading!(self.store, pool => {
            sqlx::query_as("SELECT data, expires_at FROM session WHERE id = $1 AND expires_at > $2")
                .bind(id.to_string()).bind(now_ms).fetch_optional(pool).await
        })
        .map_err(backend)?;
        row.map(|(data, expires_at)| {
            let data = serde_json::from_slice(&data).map_err(|e| Error::Decode(e.to_string()))?;
            let expiry_date =
                time::OffsetDateTime::from_unix_timestamp(expires_at / 1000).map_err(backend)?;
            Ok(Record { id: *id, data, expiry_date })
        })
        .transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let mut tx = self.store.begin().await.map_err(backend)?;
        writing!(&mut tx, conn => {
            sqlx::query("DELETE FROM session WHERE id = $1").bind(id.to_string()).execute(conn).await.map(|_| ())
        })
        .map_err(backend)?;
        tx.commit().await.map_err(backend)
    }
}
