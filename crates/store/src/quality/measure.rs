//! Counting the events of a stretch of the log, by source. Nobody is named: accounts are numbers.

use crate::{Store, StoreError};

/// A stretch of the log: after the first place, up to the second.
pub type Stretch = (i64, i64);

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct EventCounts {
    pub source: String,
    pub events: i64,
    pub skill: i64,
    pub role: i64,
    pub team: i64,
    pub repository: i64,
    pub sprint: i64,
    /// Of accounts that are linked to nobody.
    pub unknown: i64,
}

/// An account that is linked to nobody.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Stranger {
    pub source: String,
    pub account: i64,
    pub events: i64,
}

/// How many events of an activity lack a tag that could be known from the activity.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ContentGaps {
    pub source: String,
    pub content: String,
    pub skill: i64,
    pub role: i64,
    pub repository: i64,
}

/// The events of a stretch with their source and account, and what is made of them.
macro_rules! events {
    ($columns:literal, $rest:literal) => {
        concat!(
            "SELECT s.authority AS source, ",
            $columns,
            " FROM statement s JOIN learning_event e ON e.statement_id = s.id JOIN account a ON a.id = e.actor_account
              WHERE s.seq > $1 AND s.seq <= $2 AND NOT s.voided ",
            $rest
        )
    };
}

const COUNTS: &str = events!(
    "COUNT(*) AS events, COUNT(e.skill) AS skill, COUNT(e.role) AS role, COUNT(NULLIF(e.team, '')) AS team,
     COUNT(e.repository) AS repository, COUNT(e.sprint) AS sprint, COUNT(*) - COUNT(a.person_id) AS unknown",
    "GROUP BY s.authority ORDER BY s.authority"
);

const STRANGERS: &str = events!(
    "e.actor_account AS account, COUNT(*) AS events",
    "AND a.person_id IS NULL GROUP BY s.authority, e.actor_account
     ORDER BY COUNT(*) DESC, e.actor_account LIMIT 10000"
);

const GAPS: &str = events!(
    "e.content AS content, COUNT(*) - COUNT(e.skill) AS skill, COUNT(*) - COUNT(e.role) AS role,
     COUNT(*) - COUNT(e.repository) AS repository",
    "AND (e.skill IS NULL OR e.role IS NULL OR e.repository IS NULL) GROUP BY s.authority, e.content
     ORDER BY COUNT(*) DESC, e.content LIMIT 10000"
);

impl Store {
    pub async fn count_events(&self, (after, until): Stretch) -> Result<Vec<EventCounts>, StoreError> {
        Ok(reading!(self, pool => sqlx::query_as(COUNTS).bind(after).bind(until).fetch_all(pool).await)?)
    }

    /// Those with the most events first; the ten thousandth is nobody's to map by hand.
    pub async fn strangers(&self, (after, until): Stretch) -> Result<Vec<Stranger>, StoreError> {
        Ok(reading!(self, pool => sqlx::query_as(STRANGERS).bind(after).bind(until).fetch_all(pool).await)?)
    }

    pub async fn content_gaps(&self, (after, until): Stretch) -> Result<Vec<ContentGaps>, StoreError> {
        Ok(reading!(self, pool => sqlx::query_as(GAPS).bind(after).bind(until).fetch_all(pool).await)?)
    }

    /// When the first statement was stored; epoch milliseconds.
    pub async fn first_stored(&self) -> Result<Option<i64>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar("SELECT stored_at FROM statement ORDER BY seq LIMIT 1").fetch_optional(pool).await
        })?)
    }
}
