//! What can be told to everybody about the whole: how much is hidden, how much of what arrived belongs to a team. Sums
//! that could be set against shown figures stay here.

use crate::{Store, StoreError};

/// How many figures pages would show, and how many of them are hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Hidden {
    pub figures: i64,
    pub hidden: i64,
}

/// What became of the facts of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Coverage {
    pub facts: i64,
    /// Facts that belong to a team.
    pub mapped: i64,
    /// When something last arrived; epoch milliseconds.
    pub newest: Option<i64>,
}

/// Counted in the text: every figure names its metric once and its state once.
const HIDDEN: &str = "SELECT
    CAST(COALESCE(SUM((LENGTH(figures) - LENGTH(REPLACE(figures, '\"metric\":', ''))) / 9), 0) AS BIGINT) AS figures,
    CAST(COALESCE(SUM((LENGTH(figures) - LENGTH(REPLACE(figures, '\"suppressed\"', ''))) / 12), 0) AS BIGINT) AS hidden
    FROM release";

/// Facts, those with a team, and the newest arrival, of a table and what it was read from.
macro_rules! coverage {
    ($table:literal, $newest:literal) => {
        concat!(
            "SELECT COUNT(*) AS facts, CAST(COALESCE(SUM(CASE WHEN team <> '' THEN 1 ELSE 0 END), 0) AS BIGINT) AS mapped, (",
            $newest,
            ") AS newest FROM ",
            $table
        )
    };
}

const PULL_REQUESTS: &str =
    coverage!("pull_request", "SELECT MAX(received_at) FROM raw_payload WHERE source = 'github'");
const DEFECTS: &str = coverage!("defect", "SELECT MAX(received_at) FROM raw_payload WHERE source = 'jira'");
const LEARNING: &str = coverage!("learning_event", "SELECT MAX(stored_at) FROM statement");

impl Store {
    pub async fn hidden_figures(&self) -> Result<Hidden, StoreError> {
        Ok(reading!(self, pool => sqlx::query_as(HIDDEN).fetch_one(pool).await)?)
    }

    /// Of pull requests, defects and moments of learning, in this order.
    pub async fn coverage(&self) -> Result<[Coverage; 3], StoreError> {
        Ok([
            self.coverage_of(PULL_REQUESTS).await?,
            self.coverage_of(DEFECTS).await?,
            self.coverage_of(LEARNING).await?,
        ])
    }

    async fn coverage_of(&self, sql: &'static str) -> Result<Coverage, StoreError> {
        Ok(reading!(self, pool => sqlx::query_as(sql).fetch_one(pool).await)?)
    }
}
