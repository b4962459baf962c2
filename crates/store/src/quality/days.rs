//! What was found, a row for each source and day, and the steps that would mend most.

use crate::{Store, StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct QualityDay {
    /// Days since 1970-01-01, UTC.
    pub day: i64,
    pub source: String,
    /// Epoch milliseconds, as the next.
    pub computed_at: i64,
    pub last_seen: i64,
    pub statements: i64,
    pub events: i64,
    pub skill: i64,
    pub role: i64,
    pub team: i64,
    pub repository: i64,
    pub sprint: i64,
    pub unknown_events: i64,
    pub duplicates: i64,
    pub skewed: i64,
}

const DAYS: &str =
    "SELECT day, source, computed_at, last_seen, statements, events, skill, role, team, repository, sprint,
    unknown_events, duplicates, skewed FROM quality_day WHERE day >= $1 ORDER BY day, source";

impl Tx {
    /// Puts what was found in the place of what was found of these days before.
    pub async fn save_quality_days(&mut self, rows: &[QualityDay]) -> Result<(), StoreError> {
        insert_rows!(
            self,
            "INSERT INTO quality_day (day, source, computed_at, last_seen, statements, events, skill, role, team,
            repository, sprint, unknown_events, duplicates, skewed) ",
            rows,
            |b, row| {
                b.push_bind(row.day).push_bind(&row.source).push_bind(row.computed_at).push_bind(row.last_seen);
                b.push_bind(row.statements).push_bind(row.events).push_bind(row.skill).push_bind(row.role);
                b.push_bind(row.team).push_bind(row.repository).push_bind(row.sprint);
                b.push_bind(row.unknown_events).push_bind(row.duplicates).push_bind(row.skewed);
            },
            " ON CONFLICT (day, source) DO UPDATE SET computed_at = excluded.computed_at,
            last_seen = excluded.last_seen, statements = excluded.statements, events = excluded.events,
            skill = excluded.skill, role = excluded.role, team = excluded.team, repository = excluded.repository,
            sprint = excluded.sprint, unknown_events = excluded.unknown_events, duplicates = excluded.duplicates,
            skewed = excluded.skewed"
        );
        Ok(())
    }

    /// Puts these steps, (source, JSON), in the place of all that were found before.
    pub async fn replace_quality_fixes(&mut self, rows: &[(String, String)]) -> Result<(), StoreError> {
        writing!(self, conn => sqlx::query("DELETE FROM quality_fix").execute(conn).await.map(|_| ()))?;
        insert_rows!(
            self,
            "INSERT INTO quality_fix (source, fixes) ",
            rows,
            |b, row| {
                b.push_bind(&row.0).push_bind(&row.1);
            },
            // Another process was as fast.
            " ON CONFLICT (source) DO UPDATE SET fixes = excluded.fixes"
        );
        Ok(())
    }
}

impl Store {
    /// From this day on, by day.
    pub async fn quality_days(&self, from: i64) -> Result<Vec<QualityDay>, StoreError> {
        Ok(reading!(self, pool => sqlx::query_as(DAYS).bind(from).fetch_all(pool).await)?)
    }

    /// The newest day that was looked at: (day, when it was).
    pub async fn newest_quality_day(&self) -> Result<Option<(i64, i64)>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as("SELECT day, MAX(computed_at) FROM quality_day GROUP BY day ORDER BY day DESC LIMIT 1")
                .fetch_optional(pool).await
        })?)
    }

    /// When something last arrived from each source, of all days that were looked at.
    pub async fn sources_last_seen(&self) -> Result<Vec<(String, i64)>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as("SELECT source, MAX(last_seen) FROM quality_day GROUP BY source ORDER BY source")
                .fetch_all(pool).await
        })?)
    }

    /// (source, JSON).
    pub async fn quality_fixes(&self) -> Result<Vec<(String, String)>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as("SELECT source, fixes FROM quality_fix ORDER BY source").fetch_all(pool).await
        })?)
    }

    /// The names of keys that open something, and of nothing else.
    pub async fn sources_with_keys(&self) -> Result<Vec<String>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar("SELECT DISTINCT name FROM access_key WHERE revoked_at IS NULL ORDER BY name")
                .fetch_all(pool).await
        })?)
    }
}
