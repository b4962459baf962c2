//! Who may write at the same time. SQLite has one writer anyway; on PostgreSQL advisory locks that end with the
//! transaction keep apart what would otherwise lose an update or lock in a circle.
//!
//! Order, for those who take several: facts, figures, projection, log. Within a lock, rows are written sorted by their keys. The head
//! of the audit log is locked at the very end, by `commit`.

use crate::{StoreError, Tx, engine::Connection};

/// Any two numbers that nothing else in the database uses.
const FACTS: i64 = 0x5167_4854_0001;
const FIGURES: i64 = 0x5167_4854_0002;
const ADMINISTRATORS: i64 = 0x5167_4854_0003;
const IDENTITIES: i64 = 0x5167_4854_0004;
const LOG: i64 = 0x5167_4854_0005;
const PROJECTION: i64 = 0x5167_4854_0006;

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

    /// Appending to the log of statements: one at a time, so that places in it are in the order of commits.
    pub async fn own_log(&mut self) -> Result<(), StoreError> {
        self.advise("SELECT pg_advisory_xact_lock($1)", LOG).await
    }

    /// Carrying on what follows from the log.
    pub async fn own_projection(&mut self) -> Result<(), StoreError> {
        self.advise("SELECT pg_advisory_xact_lock($1)", PROJECTION).await
    }

    /// Changing one document of the record store, `lock` being a hash of its name. Apart from the others by its kind:
    /// a lock of two numbers is never the same as one of one.
    pub(crate) async fn own_document(&mut self, lock: i64) -> Result<(), StoreError> {
        const DOCUMENT: i32 = 0x5167;
        if let Connection::Postgres(tx) = &mut self.on {
            // The upper half: two documents that share it merely wait for each other.
            let half = i32::try_from(lock >> 32).unwrap_or_default();
            sqlx::query("SELECT pg_advisory_xact_lock($1, $2)")
                .bind(DOCUMENT)
                .bind(half)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    async fn advise(&mut self, sql: &'static str, lock: i64) -> Result<(), StoreError> {
        if let Connection::Postgres(tx) = &mut self.on {
            sqlx::query(sql).bind(lock).execute(&mut **tx).await?;
        }
        Ok(())
    }
}
