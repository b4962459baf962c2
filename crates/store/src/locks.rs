//! Who may write at the same time. SQLite has one writer anyway; on PostgreSQL advisory locks that end with the
//! transaction keep apart what would otherwise lose an update or lock in a circle.
//!
//! Order, for those who take both: facts, then figures. Within a lock, rows are written sorted by their keys. The head
//! of the audit log is locked at the very end, by `commit`.

use crate::{StoreError, Tx, engine::Connection};

/// Any two numbers that nothing else in the database uses.
const FACTS: i64 = 0x5167_4854_0001;
const FIGURES: i64 = 0x5167_4854_0002;
const ADMINISTRATORS: i64 = 0x5167_4854_0003;
const IDENTITIES: i64 = 0x5167_4854_0004;

impl Tx {
    /// Taking facts in: many may do so at once, but not while the organisation's data change.
    pub async fn share_facts(&mut self) -> Result<(), StoreError> {
        self.advise("SELECT pg_advisory_xact_lock_shared($1)", FACTS).await
    }

    /// Changing what facts are joined with, or deriving them anew: nobody else takes facts in meanwhile.
    pub async fn own_facts(&mut self) -> Result<(), StoreError> {
        self.advise("SELECT pg_advisory_xact_lock($1)", FACTS).await
    }

    /// Computing cells: one at a time, since a cohort's cells are computed from the facts of several teams.
    pub async fn own_figures(&mut self) -> Result<(), StoreError> {
        self.advise("SELECT pg_advisory_xact_lock($1)", FIGURES).await
    }

    /// Taking the administrator's role or access away: two who did so at once could leave nobody.
    pub async fn own_administrators(&mut self) -> Result<(), StoreError> {
        self.advise("SELECT pg_advisory_xact_lock($1)", ADMINISTRATORS).await
    }

    /// Making users of identities: somebody who signs in twice at once is one user.
    pub async fn own_identities(&mut self) -> Result<(), StoreError> {
        self.advise("SELECT pg_advisory_xact_lock($1)", IDENTITIES).await
    }

    async fn advise(&mut self, sql: &'static str, lock: i64) -> Result<(), StoreError> {
        if let Connection::Postgres(tx) = &mut self.on {
            sqlx::query(sql).bind(lock).execute(&mut **tx).await?;
        }
        Ok(())
    }
}
