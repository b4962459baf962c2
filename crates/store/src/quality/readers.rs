//! Whose statements a key read on a day, so that the audit log is told of it once.

use crate::{Store, StoreError, Tx};

impl Store {
    /// The key of a source: the newest that opens something.
    pub async fn newest_key_of(&self, source: &str) -> Result<Option<String>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar(
                "SELECT key FROM access_key WHERE name = $1 AND revoked_at IS NULL ORDER BY created_at DESC, key LIMIT 1")
                .bind(source).fetch_optional(pool).await
        })?)
    }
}

impl Tx {
    /// Notes a reading; says whether it is the first of the day.
    pub async fn note_statement_reader(
        &mut self,
        day: i64,
        key: &str,
        account: i64,
    ) -> Result<bool, StoreError> {
        let noted = writing!(self, conn => {
            sqlx::query("INSERT INTO statement_reader (day, key, account) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                .bind(day).bind(key).bind(account).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(noted == 1)
    }

    /// Forgets readings of days before: the audit log has them.
    pub async fn sweep_statement_readers(&mut self, before: i64) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM statement_reader WHERE day < $1").bind(before).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}
