//! Connecting to an engine and bringing its tables up to date.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::{Duration, Instant};

use sqlx::error::DatabaseError;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use super::{Connection, DatabaseUrl, Engine, Tx};
use crate::StoreError;

/// How long one waits for a lock on an SQLite file.
const BUSY: Duration = Duration::from_secs(30);

impl Engine {
    pub(super) async fn connect(url: &DatabaseUrl) -> Result<Self, StoreError> {
        if url.0.starts_with("sqlite:") {
            return sqlite(&url.0).await;
        }
        if !url.0.starts_with("postgres") {
            return Err(StoreError::Url(url.redacted()));
        }
        let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(Duration::from_secs(10));
        Ok(Engine::Postgres(pool.connect(&url.0).await?))
    }

    pub(super) async fn migrate(&self) -> Result<(), StoreError> {
        match self {
            Engine::Sqlite { write, .. } => {
                // In one transaction: unlike on PostgreSQL, sqlx does not keep apart two who migrate at once.
                let mut tx = write.begin_with("BEGIN IMMEDIATE").await?;
                sqlx::migrate!("../../migrations/sqlite").run_direct(None, &mut *tx, false).await?;
                tx.commit().await?;
            }
            Engine::Postgres(pool) => sqlx::migrate!("../../migrations/postgres").run(pool).await?,
        }
        Ok(())
    }

    pub(super) async fn begin_reading(&self) -> Result<Tx, StoreError> {
        Ok(Tx::new(match self {
            Engine::Sqlite { read, .. } => Connection::Sqlite(read.begin().await?),
            Engine::Postgres(pool) => Connection::Postgres(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?,
            ),
        }))
    }

    /// Where the keys of an SQLite database lie unless they are said to lie elsewhere: `NAME.key` beside it.
    pub(super) fn key_file(&self) -> Option<PathBuf> {
        let Engine::Sqlite { write, .. } = self else { return None };
        let mut name = write.connect_options().get_filename().as_os_str().to_owned();
        name.push(".key");
        Some(PathBuf::from(name))
    }
}

async fn sqlite(url: &str) -> Result<Engine, StoreError> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("temp_store", "memory")
        // Of each of the readers; what is read often lies in the memory of the system anyway.
        .pragma("cache_size", "-3072");
    // Who waits for the one writer may have to wait for everything being derived anew.
    let patience = Duration::from_mins(5);
    // A file does not hang up: asking whether it is still there costs as much as a small query.
    let pool = SqlitePoolOptions::new().test_before_acquire(false);
    let write = pool.clone().max_connections(1).acquire_timeout(patience);
    // A batch of statements touches pages all over their indexes: they stay in memory until it ends. Not more of them:
    // most commits make SQLite walk over every page in its cache. From the log they go into the file many at a time, so
    // that a page that is written often goes there once. The log is of about 100 MB, more only while a reader holds it.
    let writing = options
        .clone()
        .pragma("cache_size", "-16384")
        .pragma("wal_autocheckpoint", "24000")
        .pragma("journal_size_limit", "150000000");
    let write = connect_patiently(&write, &writing).await?;
    let read = connect_patiently(&pool.max_connections(4), &options).await?;
    Ok(Engine::Sqlite { read, write })
}

/// The first who opens a new file switches it to a write-ahead log. While that lasts SQLite tells everybody else at
/// once that the file is locked; its busy time-out does not cover this switch.
async fn connect_patiently(
    pool: &SqlitePoolOptions,
    options: &SqliteConnectOptions,
) -> Result<SqlitePool, sqlx::Error> {
    let give_up = Instant::now() + BUSY;
    loop {
        match pool.clone().connect_with(options.clone()).await {
            Err(error) if is_busy(&error) && Instant::now() < give_up => {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            connected => return connected,
        }
    }
}

/// `SQLITE_BUSY` and its extended codes.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(DatabaseError::code);
    code.and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 5)
}
