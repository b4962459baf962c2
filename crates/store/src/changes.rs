//! Who changed what, when: written in the transaction of the change itself.

use crate::{Store, StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Change {
    pub at: i64,
    pub who: String,
    pub action: String,
    pub subject: String,
    pub detail: String,
}

impl Tx {
    pub async fn log_change(
        &mut self,
        at_ms: i64,
        who: &str,
        action: &str,
        subject: &str,
        detail: &str,
    ) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("INSERT INTO change_log (at, who, action, subject, detail) VALUES ($1, $2, $3, $4, $5)")
                .bind(at_ms).bind(who).bind(action).bind(subject).bind(detail)
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}

impl Store {
    /// The newest changes of a subject (`cohort:c1`, `skill:small-prs`), newest first.
    pub async fn changes(&self, subject: &str, limit: i64) -> Result<Vec<Change>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(
                "SELECT at, who, action, subject, detail FROM change_log WHERE subject = $1
                 ORDER BY id DESC LIMIT $2")
                .bind(subject).bind(limit).fetch_all(pool).await
        })?)
    }
}
