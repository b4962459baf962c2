//! Counters that tell whether what was read before still holds.

use crate::{Store, StoreError, Tx};

/// What a counter counts the changes of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revision {
    /// Recomputed cells: who saw an older revision looks again.
    Figures,
    /// What facts are joined with: people, teams, repositories, sprints, calendar, content, cohorts, programme.
    Directory,
    /// Learning events.
    Learning,
}

impl Revision {
    fn name(self) -> &'static str {
        match self {
            Revision::Figures => "figures_revision",
            Revision::Directory => "directory_revision",
            Revision::Learning => "learning_revision",
        }
    }

    fn parse(self, value: Option<String>) -> Result<i64, StoreError> {
        let value = value.unwrap_or_else(|| "0".to_owned());
        value.parse().map_err(|e| StoreError::inconsistent("setting", "value", self.name(), e))
    }
}

const READ: &str = "SELECT value FROM setting WHERE name = $1";

impl Store {
    pub async fn revision(&self, of: Revision) -> Result<i64, StoreError> {
        let value: Option<String> =
            reading!(self, pool => sqlx::query_scalar(READ).bind(of.name()).fetch_optional(pool).await)?;
        of.parse(value)
    }
}

impl Tx {
    pub async fn revision(&mut self, of: Revision) -> Result<i64, StoreError> {
        let value: Option<String> =
            writing!(self, conn => sqlx::query_scalar(READ).bind(of.name()).fetch_optional(conn).await)?;
        of.parse(value)
    }

    /// Counts a change. Holds others who count the same back until the transaction ends, so it comes last.
    pub async fn bump(&mut self, of: Revision) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO setting (name, value) VALUES ($1, '1')
                 ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(setting.value AS BIGINT) + 1 AS TEXT)",
            )
            .bind(of.name()).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}
