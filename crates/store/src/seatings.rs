//! Seatings: whose facts counted where when a period was shown. Written and understood by `service::release` alone.

use crate::{StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StoredSeating {
    pub period_kind: String,
    pub period_key: String,
    /// Of the directory, when this was written.
    pub revision: i64,
    /// JSON.
    pub seats: String,
}

impl Tx {
    pub async fn seating(&mut self, kind: &str, key: &str) -> Result<Option<StoredSeating>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_as(
                "SELECT period_kind, period_key, revision, seats FROM seating
                 WHERE period_kind = $1 AND period_key = $2")
                .bind(kind).bind(key).fetch_optional(conn).await
        })?)
    }

    pub async fn seatings_of(&mut self, kind: &str) -> Result<Vec<StoredSeating>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_as("SELECT period_kind, period_key, revision, seats FROM seating WHERE period_kind = $1")
                .bind(kind).fetch_all(conn).await
        })?)
    }

    pub async fn save_seating(&mut self, seating: &StoredSeating) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO seating (period_kind, period_key, revision, seats) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (period_kind, period_key) DO UPDATE SET
                    revision = excluded.revision, seats = excluded.seats")
                .bind(&seating.period_kind).bind(&seating.period_key).bind(seating.revision).bind(&seating.seats)
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Forgets who counted where: all figures are then shown as the organisation is now.
    pub async fn forget_seatings(&mut self) -> Result<(), StoreError> {
        writing!(self, conn => sqlx::query("DELETE FROM seating").execute(conn).await.map(|_| ()))?;
        Ok(())
    }
}
