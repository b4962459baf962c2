//! Retention of the log itself. Rows are taken away from its beginning only, and the newest of them stays on record as
//! the anchor that the rest is verified from.

use privacy::audit::Head;

use super::hash;
use crate::{StoreError, Tx};

impl Tx {
    /// Takes away up to `limit` rows from the beginning whose time lies before `before_ms`, never the newest row of all.
    /// Says where the chain starts now, or `None` where there was nothing to take.
    pub async fn prune_audit(&mut self, before_ms: i64, limit: i64) -> Result<Option<Head>, StoreError> {
        // The row before the first that has to stay. Times may lie a little out of order; numbers do not.
        let newest: Option<(i64, Vec<u8>)> = writing!(self, conn => {
            sqlx::query_as(
                "SELECT seq, hash FROM audit_log
                 WHERE seq < COALESCE((SELECT MIN(seq) FROM audit_log WHERE at >= $1), (SELECT MAX(seq) FROM audit_log))
                 AND seq <= (SELECT pruned_seq FROM audit_head) + $2
                 ORDER BY seq DESC LIMIT 1")
                .bind(before_ms).bind(limit).fetch_optional(conn).await
        })?;
        let Some((seq, bytes)) = newest else { return Ok(None) };
        let anchor = Head { seq, hash: hash("hash", seq, &bytes)? };
        writing!(self, conn => {
            sqlx::query("UPDATE audit_head SET pruned_seq = $1, pruned_hash = $2 WHERE id = 1")
                .bind(seq).bind(bytes).execute(conn).await.map(|_| ())
        })?;
        writing!(self, conn => {
            sqlx::query("DELETE FROM audit_log WHERE seq <= $1").bind(seq).execute(conn).await.map(|_| ())
        })?;
        Ok(Some(anchor))
    }
}
