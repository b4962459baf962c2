//! The newest report, and whose turn it is to compute the next.

use domain::EpochMs;

use crate::{Store, StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StoredReport {
    /// Of everything that it was computed from.
    pub input_hash: String,
    /// Of the figures, when it was computed or last found to be still right.
    pub revision: i64,
    /// Milliseconds.
    pub computed_at: i64,
    /// JSON.
    pub payload: String,
}

impl Store {
    pub async fn impact_report(&self) -> Result<Option<StoredReport>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as("SELECT input_hash, revision, computed_at, payload FROM impact_report")
                .fetch_optional(pool).await
        })?)
    }

    /// Hash, revision and time of the newest report; cheap, for those who look often.
    pub async fn impact_mark(&self) -> Result<Option<(String, i64, i64)>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as("SELECT input_hash, revision, computed_at FROM impact_report")
                .fetch_optional(pool).await
        })?)
    }
}

impl Tx {
    /// Takes the turn to compute a report until an instant at most. `false`: somebody else has it.
    pub async fn claim_impact(&mut self, now: EpochMs, until: EpochMs) -> Result<bool, StoreError> {
        let claimed = writing!(self, conn => {
            sqlx::query("UPDATE impact_claim SET claimed_until = $2 WHERE claimed_until <= $1")
                .bind(now.0).bind(until.0).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(claimed > 0)
    }

    /// Gives the turn back.
    pub async fn release_impact(&mut self) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("UPDATE impact_claim SET claimed_until = 0").execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Keeps a report in the place of an older one. One of newer figures stays.
    pub async fn save_impact_report(&mut self, report: &StoredReport) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO impact_report (id, input_hash, revision, computed_at, payload)
                 VALUES (1, $1, $2, $3, $4)
                 ON CONFLICT (id) DO UPDATE SET input_hash = excluded.input_hash,
                    revision = excluded.revision, computed_at = excluded.computed_at, payload = excluded.payload
                 WHERE impact_report.revision <= excluded.revision")
                .bind(&report.input_hash).bind(report.revision).bind(report.computed_at).bind(&report.payload)
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Says that the report is right for newer figures too.
    pub async fn confirm_impact_report(&mut self, revision: i64) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("UPDATE impact_report SET revision = $1 WHERE revision < $1")
                .bind(revision).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}
