//! What deleted rows leave behind.

use crate::{Store, StoreError, engine::Engine};

/// Every table that an erasure writes to.
const VACUUM: &str = "VACUUM person, account, user_account, membership, enrolment, cohort, disowned_account,
    stated_purpose, session, user_identity, local_account, two_step, recovery_code, sign_in_attempt, api_token,
    scim_user, scim_member, scim_key, role_grant, access_key, raw_payload, statement, repository, pull_request, defect,
    issue, learning_event, statement_term, recent_term, statement_ref, document, attachment, statement_attachment, activity, statement_reader,
    quality_day, quality_fix, tag_rule, request_count, calendar_mark, fact_block, cell, release, seating,
    short_link, launchable";

impl Store {
    /// Has the database forget what deleted rows left behind in its own files: SQLite overwrites it now, PostgreSQL
    /// frees it and overwrites it with what comes next. Backups and replicas are the operator's.
    pub async fn forget_remnants(&self) -> Result<(), StoreError> {
        match &self.engine {
            Engine::Sqlite { write, .. } => {
                sqlx::query("VACUUM").execute(write).await?;
                sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(write).await?;
            }
            Engine::Postgres(pool) => {
                sqlx::query(VACUUM).execute(pool).await?;
            }
        }
        Ok(())
    }
}
