//! Which statement says who was at a session of a cohort.

use domain::CohortKey;
use uuid::Uuid;

use crate::{Store, StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AttendanceRow {
    pub statement_id: Uuid,
    /// The content's IRI.
    pub content: String,
    /// `YYYY-MM-DD`
    pub held_on: String,
    pub people: i64,
    pub recorded_at: i64,
    /// A later one says it anew, or it was taken back.
    pub replaced: bool,
}

impl Store {
    /// What was recorded for a cohort and holds, newest session first.
    pub async fn attendance(&self, cohort: &CohortKey) -> Result<Vec<AttendanceRow>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(
                "SELECT statement_id, content, held_on, people, recorded_at, replaced FROM attendance
                 WHERE cohort = $1 AND NOT replaced ORDER BY held_on DESC, content")
                .bind(cohort.as_str()).fetch_all(pool).await
        })?)
    }
}

impl Tx {
    /// Everything that was ever recorded of one session.
    pub async fn attendance_of_session(
        &mut self,
        cohort: &CohortKey,
        content: &str,
        held_on: &str,
    ) -> Result<Vec<AttendanceRow>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_as(
                "SELECT statement_id, content, held_on, people, recorded_at, replaced FROM attendance
                 WHERE cohort = $1 AND content = $2 AND held_on = $3 ORDER BY recorded_at, statement_id")
                .bind(cohort.as_str()).bind(content).bind(held_on).fetch_all(conn).await
        })?)
    }

    pub async fn save_attendance(
        &mut self,
        cohort: &CohortKey,
        row: &AttendanceRow,
    ) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO attendance (statement_id, cohort, content, held_on, people, recorded_at, replaced)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)")
                .bind(row.statement_id).bind(cohort.as_str()).bind(&row.content).bind(&row.held_on)
                .bind(row.people).bind(row.recorded_at).bind(row.replaced)
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    pub async fn replace_attendance(&mut self, statement: Uuid) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("UPDATE attendance SET replaced = TRUE WHERE statement_id = $1")
                .bind(statement).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}
