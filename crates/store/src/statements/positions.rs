//! How far along the log something that follows from it has come.

use crate::{Store, StoreError, Tx};

const POSITION: &str = "SELECT position FROM projection WHERE name = $1";

impl Tx {
    /// The position, held until the transaction ends: two who carry on at once would do everything twice.
    pub async fn hold_position(&mut self, name: &str) -> Result<i64, StoreError> {
        self.own_projection().await?;
        let position: Option<i64> =
            writing!(self, conn => sqlx::query_scalar(POSITION).bind(name).fetch_optional(conn).await)?;
        Ok(position.unwrap_or_default())
    }

    pub async fn set_position(&mut self, name: &str, position: i64) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO projection (name, position) VALUES ($1, $2)
                 ON CONFLICT (name) DO UPDATE SET position = excluded.position")
                .bind(name).bind(position).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}

impl Store {
    /// 0 at the beginning of the log.
    pub async fn position(&self, name: &str) -> Result<i64, StoreError> {
        let position: Option<i64> =
            reading!(self, pool => sqlx::query_scalar(POSITION).bind(name).fetch_optional(pool).await)?;
        Ok(position.unwrap_or_default())
    }
}
