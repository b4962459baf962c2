//! Every text and blob that a database holds, read behind the program's back: for tests of what must not be there.

use sqlx::{PgPool, Row, SqlitePool};
use store::DatabaseUrl;

/// A value with the place where it stands.
#[derive(Debug, Clone)]
pub struct Stored {
    pub table: String,
    pub column: String,
    pub bytes: Vec<u8>,
}

pub enum Tables {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Tables {
    pub async fn open(url: &DatabaseUrl) -> Self {
        if url.0.starts_with("sqlite") {
            Tables::Sqlite(SqlitePool::connect(&url.0).await.unwrap())
        } else {
            Tables::Postgres(PgPool::connect(&url.0).await.unwrap())
        }
    }

    /// Runs a statement of the test's own.
    pub async fn run(&self, sql: &'static str) {
        match self {
            Tables::Sqlite(pool) => sqlx::query(sql).execute(pool).await.map(|_| ()),
            Tables::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(|_| ()),
        }
        .unwrap();
    }

    /// Every table but the migrations' own, by name.
    pub async fn names(&self) -> Vec<String> {
        let names: Vec<String> = match self {
            Tables::Sqlite(pool) => {
                let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
                sqlx::query_scalar(sql).fetch_all(pool).await
            }
            Tables::Postgres(pool) => {
                let sql = "SELECT table_name::text FROM information_schema.tables
                    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name";
                sqlx::query_scalar(sql).fetch_all(pool).await
            }
        }
        .unwrap();
        names.into_iter().filter(|name| name != "_sqlx_migrations").collect()
    }

    /// Columns that refer to a table, as (table, column).
    pub async fn referring_to(&self, target: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        match self {
            Tables::Sqlite(pool) => {
                for table in self.names().await {
                    let sql = "SELECT \"from\" FROM pragma_foreign_key_list($1) WHERE \"table\" = $2";
                    let columns: Vec<String> =
                        sqlx::query_scalar(sql).bind(&table).bind(target).fetch_all(pool).await.unwrap();
                    found.extend(columns.into_iter().map(|column| (table.clone(), column)));
                }
            }
            Tables::Postgres(pool) => {
                let sql = "SELECT k.table_name::text, k.column_name::text FROM information_schema.key_column_usage k
                    JOIN information_schema.referential_constraints r ON r.constraint_name = k.constraint_name
                    JOIN information_schema.table_constraints t ON t.constraint_name = r.unique_constraint_name
                    WHERE t.table_name = $1";
                found = sqlx::query_as(sql).bind(target).fetch_all(pool).await.unwrap();
            }
        }
        found.sort();
        found
    }

    /// Every text and blob of a table.
    pub async fn values(&self, table: &str) -> Vec<Stored> {
        let mut values = Vec::new();
        for column in self.columns(table).await {
            // Names from the catalogue, not from anybody outside.
            let sql = format!("SELECT \"{column}\" FROM \"{table}\" WHERE \"{column}\" IS NOT NULL");
            let found: Vec<Vec<u8>> = match self {
                Tables::Sqlite(pool) => {
                    let sql = sql.replace(
                        &format!("SELECT \"{column}\""),
                        &format!("SELECT CAST(\"{column}\" AS BLOB)"),
                    );
                    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(pool).await.unwrap();
                    rows.iter().map(|row| row.get(0)).collect()
                }
                Tables::Postgres(pool) => {
                    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(pool).await.unwrap();
                    let bytes = |row: &sqlx::postgres::PgRow| {
                        row.try_get::<Vec<u8>, _>(0).unwrap_or_else(|_| row.get::<String, _>(0).into_bytes())
                    };
                    rows.iter().map(bytes).collect()
                }
            };
            let stored = |bytes| Stored { table: table.to_owned(), column: column.clone(), bytes };
            values.extend(found.into_iter().map(stored));
        }
        values
    }

    async fn columns(&self, table: &str) -> Vec<String> {
        match self {
            Tables::Sqlite(pool) => {
                let sql = "SELECT name FROM pragma_table_info($1) WHERE type IN ('TEXT', 'BLOB')";
                sqlx::query_scalar(sql).bind(table).fetch_all(pool).await
            }
            Tables::Postgres(pool) => {
                let sql = "SELECT column_name::text FROM information_schema.columns
                    WHERE table_name = $1 AND data_type IN ('text', 'bytea')";
                sqlx::query_scalar(sql).bind(table).fetch_all(pool).await
            }
        }
        .unwrap()
    }
}

impl Stored {
    /// The first of these texts that the value holds, whatever the case.
    pub fn holds<'a>(&self, texts: &'a [String]) -> Option<&'a String> {
        let here = String::from_utf8_lossy(&self.bytes).to_lowercase();
        texts.iter().find(|text| here.contains(&text.to_lowercase()))
    }
}
