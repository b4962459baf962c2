//! What was logged before there was a chain: the rows of `change_log` become the first rows of the chain when the
//! database is opened. They were not protected until then; from then on they are.

use crate::{Store, StoreError};

/// Rows a transaction.
const PAGE: i64 = 5000;

/// A row of `change_log`, with the number of the user whose name it gives.
#[derive(sqlx::FromRow)]
struct Before {
    id: i64,
    at: i64,
    who: String,
    action: String,
    subject: String,
    detail: String,
    user_id: Option<i64>,
    namesakes: i64,
}

impl Before {
    /// The log of before named people; the chain does not.
    fn actor(&self) -> String {
        match self.user_id {
            _ if self.who == "operator" || self.who.starts_with("user:") => self.who.clone(),
            Some(id) if self.namesakes == 1 => format!("user:{id}"),
            _ => "user:unknown".to_owned(),
        }
    }
}

impl Store {
    /// Moves the log of before into the chain, oldest first; without one it changes nothing.
    pub(crate) async fn chain_log_of_before(&self) -> Result<(), StoreError> {
        while self.chain_page_of_before().await? {}
        Ok(())
    }

    async fn chain_page_of_before(&self) -> Result<bool, StoreError> {
        let any: Option<i64> = reading!(self, pool => {
            sqlx::query_scalar("SELECT id FROM change_log LIMIT 1").fetch_optional(pool).await
        })?;
        if any.is_none() {
            return Ok(false);
        }
        let mut tx = self.begin().await?;
        // Two who open the database at once: the second waits here and then finds nothing left.
        writing!(&mut tx, conn => {
            sqlx::query("UPDATE audit_head SET seq = seq WHERE id = 1").execute(conn).await.map(|_| ())
        })?;
        let rows: Vec<Before> = writing!(&mut tx, conn => {
            sqlx::query_as(
                "SELECT c.id, c.at, c.who, c.action, c.subject, c.detail, MIN(u.id) AS user_id, COUNT(u.id) AS namesakes
                 FROM change_log c LEFT JOIN user_account u ON u.name = c.who
                 GROUP BY c.id, c.at, c.who, c.action, c.subject, c.detail ORDER BY c.id LIMIT $1")
                .bind(PAGE).fetch_all(conn).await
        })?;
        for row in &rows {
            tx.log_change(row.at, &row.actor(), &row.action, &row.subject, &row.detail).await?;
        }
        let last = rows.last().map_or(0, |row| row.id);
        writing!(&mut tx, conn => {
            sqlx::query("DELETE FROM change_log WHERE id <= $1").bind(last).execute(conn).await.map(|_| ())
        })?;
        tx.commit().await?;
        Ok(true)
    }
}
