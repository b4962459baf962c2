//! The two engines and the macro that runs one SQL text on either.

mod connect;

use std::str::FromStr;
use std::sync::Arc;

use privacy::audit::Entry;
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};

use crate::{
    StoreError,
    secrets::{KeySource, Keys},
};

/// Where the data lives: `sqlite://FILE` or `postgres://…`. Its `Debug` leaves out user and password.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct DatabaseUrl(pub String);

impl DatabaseUrl {
    pub fn redacted(&self) -> String {
        match (self.0.split_once("://"), self.0.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
            _ => self.0.clone(),
        }
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.redacted())
    }
}

impl FromStr for DatabaseUrl {
    type Err = StoreError;
    fn from_str(text: &str) -> Result<Self, StoreError> {
        let known = ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
        let url = Self(text.to_owned());
        if known { Ok(url) } else { Err(StoreError::Url(url.redacted())) }
    }
}

#[derive(Clone)]
pub(crate) enum Engine {
    /// One writer, many readers: SQLite allows no more, and a queue beats a busy error.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

/// A handle on the database; cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) engine: Engine,
    pub(crate) keys: Arc<Keys>,
}

/// A transaction: all or nothing. Dropped without `commit`, it is as if it had never been.
pub struct Tx {
    pub(crate) on: Connection,
    /// What the audit log gets at `commit`.
    pub(crate) entries: Vec<Entry>,
}

pub(crate) enum Connection {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs `$body` with `$pool` bound to a pool for reading.
macro_rules! reading {
    ($store:expr, $pool:ident => $body:expr) => {
        match &$store.engine {
            crate::engine::Engine::Sqlite { read: $pool, .. } => $body,
            crate::engine::Engine::Postgres($pool) => $body,
        }
    };
}

/// Runs `$body` with `$conn` bound to the transaction's connection.
macro_rules! writing {
    ($tx:expr, $conn:ident => $body:expr) => {
        match &mut $tx.on {
            crate::engine::Connection::Sqlite(tx) => {
                let $conn = &mut **tx;
                $body
            }
            crate::engine::Connection::Postgres(tx) => {
                let $conn = &mut **tx;
                $body
            }
        }
    };
}

impl Store {
    /// Opens the database (creating the SQLite file) and brings its tables up to date. Keys are looked for beside it.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        Self::open_with(url, &KeySource::Beside).await
    }

    /// [`Store::open`] with keys from elsewhere.
    pub async fn open_with(url: &DatabaseUrl, keys: &KeySource) -> Result<Self, StoreError> {
        let engine = Engine::connect(url).await?;
        engine.migrate().await?;
        let in_use = engine.begin_reading().await?.anything_sealed().await?;
        let keys = Keys::find(keys, engine.key_file(), in_use)?;
        let store = Self { engine, keys: Arc::new(keys) };
        store.chain_log_of_before().await?;
        store.seal_pseudonym_key_of_before().await?;
        Ok(store)
    }

    /// Brings the tables up to date.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.engine.migrate().await
    }

    /// Begins a write transaction. On SQLite it takes the write lock at once: upgrading later fails with "busy".
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(Tx::new(match &self.engine {
            Engine::Sqlite { write, .. } => Connection::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Engine::Postgres(pool) => Connection::Postgres(pool.begin().await?),
        }))
    }

    /// Begins a transaction for reading: all of it sees the same moment, and it holds nobody up.
    pub async fn snapshot(&self) -> Result<Tx, StoreError> {
        self.engine.begin_reading().await
    }

    /// Is the database there and answering?
    pub async fn ping(&self) -> Result<(), StoreError> {
        reading!(self, pool => sqlx::query("SELECT 1").execute(pool).await.map(|_| ()))?;
        Ok(())
    }

    pub fn engine_name(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite { .. } => "SQLite",
            Engine::Postgres(_) => "PostgreSQL",
        }
    }

    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Engine::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    fn new(on: Connection) -> Self {
        Self { on, entries: vec![] }
    }

    /// Chains what was logged into the audit log and makes all of it last.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.append_entries().await?;
        match self.on {
            Connection::Sqlite(tx) => tx.commit().await?,
            Connection::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
