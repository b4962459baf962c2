//! Record stores whose statements are taken over.

use crate::{Store, StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PullRow {
    pub id: i64,
    pub name: String,
    pub url: String,
    /// Sealed for `statement_pull:NAME`.
    pub credentials: Vec<u8>,
    pub more: String,
    pub since: String,
    pub newest: String,
    pub taken: i64,
    pub refused: i64,
    pub failures: i64,
    pub problem: String,
    pub last_at: Option<i64>,
    pub next_at: i64,
    pub paused: bool,
}

const ALL: &str = "SELECT id, name, url, credentials, more, since, newest, taken, refused, failures, problem, last_at, \
                   next_at, paused FROM statement_pull ORDER BY name";

impl Store {
    pub async fn pulls(&self) -> Result<Vec<PullRow>, StoreError> {
        Ok(reading!(self, pool => sqlx::query_as(ALL).fetch_all(pool).await)?)
    }
}

impl Tx {
    /// Says no where the name is taken.
    pub async fn add_pull(
        &mut self,
        name: &str,
        url: &str,
        credentials: &[u8],
        now: i64,
    ) -> Result<bool, StoreError> {
        let added = writing!(self, conn => {
            sqlx::query(
                "INSERT INTO statement_pull (name, url, credentials, more, since, newest, taken, refused, failures,
                    problem, next_at, paused)
                 VALUES ($1, $2, $3, '', '', '', 0, 0, 0, '', $4, FALSE) ON CONFLICT (name) DO NOTHING")
                .bind(name).bind(url).bind(credentials).bind(now).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(added == 1)
    }

    /// Takes one for this process until `until`: others see that its time has not come. Says no where it was taken.
    pub async fn claim_pull(&mut self, pull: &PullRow, until: i64) -> Result<bool, StoreError> {
        let claimed = writing!(self, conn => {
            sqlx::query("UPDATE statement_pull SET next_at = $1 WHERE id = $2 AND next_at = $3 AND NOT paused")
                .bind(until).bind(pull.id).bind(pull.next_at).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(claimed == 1)
    }

    /// Where it stands after a page, and until when it is this process's; says whether it is paused. `None`, and nothing
    /// is changed, where `claim`, its `next_at` until now, was lost.
    pub async fn save_pull(&mut self, pull: &PullRow, claim: i64) -> Result<Option<bool>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "UPDATE statement_pull SET more = $1, since = $2, newest = $3, taken = $4, refused = $5, failures = $6,
                    problem = $7, last_at = $8, next_at = $9 WHERE id = $10 AND next_at = $11 RETURNING paused")
                .bind(&pull.more).bind(&pull.since).bind(&pull.newest).bind(pull.taken).bind(pull.refused)
                .bind(pull.failures).bind(&pull.problem).bind(pull.last_at).bind(pull.next_at).bind(pull.id)
                .bind(claim).fetch_optional(conn).await
        })?)
    }

    /// Pauses it, or has it go on at once; says its name.
    pub async fn pause_pull(&mut self, id: i64, paused: bool) -> Result<Option<String>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "UPDATE statement_pull SET paused = $1, failures = 0, next_at = CASE WHEN $1 THEN next_at ELSE 0 END
                 WHERE id = $2 RETURNING name")
                .bind(paused).bind(id).fetch_optional(conn).await
        })?)
    }

    /// Forgets it and its credentials; what it brought stays. Says its name.
    pub async fn remove_pull(&mut self, id: i64) -> Result<Option<String>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar("DELETE FROM statement_pull WHERE id = $1 RETURNING name").bind(id).fetch_optional(conn).await
        })?)
    }
}
