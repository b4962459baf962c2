//! Where statements are sent on to, and what was not taken there.

use crate::{Store, StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct WebhookRow {
    pub id: i64,
    pub name: String,
    pub url: String,
    /// Sealed for `webhook:NAME`.
    pub secret: Vec<u8>,
    /// Empty: every verb.
    pub verb: String,
    /// Empty: every activity.
    pub activity_prefix: String,
    pub position: i64,
    pub delivered: i64,
    /// In a row: how often it refused a statement; below 0, how often it was away.
    pub failures: i64,
    pub problem: String,
    pub last_at: Option<i64>,
    pub next_at: i64,
    pub paused: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DeadLetterRow {
    pub id: i64,
    pub webhook: i64,
    pub seq: i64,
    pub problem: String,
    pub died_at: i64,
    pub resend: bool,
}

const ALL: &str = "SELECT id, name, url, secret, verb, activity_prefix, position, delivered, failures, problem, \
                   last_at, next_at, paused FROM webhook ORDER BY name";

impl Store {
    pub async fn webhooks(&self) -> Result<Vec<WebhookRow>, StoreError> {
        Ok(reading!(self, pool => sqlx::query_as(ALL).fetch_all(pool).await)?)
    }

    pub async fn dead_letters(&self, webhook: i64, most: i64) -> Result<Vec<DeadLetterRow>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(
                "SELECT id, webhook, seq, problem, died_at, resend FROM dead_letter WHERE webhook = $1
                 ORDER BY seq DESC LIMIT $2")
                .bind(webhook).bind(most).fetch_all(pool).await
        })?)
    }

    /// How many each webhook has: (webhook, letters).
    pub async fn count_dead_letters(&self) -> Result<Vec<(i64, i64)>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as("SELECT webhook, COUNT(*) FROM dead_letter GROUP BY webhook").fetch_all(pool).await
        })?)
    }

    /// The oldest that somebody wants sent again.
    pub async fn letter_to_resend(&self, webhook: i64) -> Result<Option<DeadLetterRow>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(
                "SELECT id, webhook, seq, problem, died_at, resend FROM dead_letter WHERE webhook = $1 AND resend
                 ORDER BY seq LIMIT 1")
                .bind(webhook).fetch_optional(pool).await
        })?)
    }
}

impl Tx {
    /// Adds one that begins at `position`; says no where the name is taken.
    pub async fn add_webhook(&mut self, row: &WebhookRow) -> Result<bool, StoreError> {
        let added = writing!(self, conn => {
            sqlx::query(
                "INSERT INTO webhook (name, url, secret, verb, activity_prefix, position, delivered, failures, problem,
                    next_at, paused)
                 VALUES ($1, $2, $3, $4, $5, $6, 0, 0, '', $7, FALSE) ON CONFLICT (name) DO NOTHING")
                .bind(&row.name).bind(&row.url).bind(&row.secret).bind(&row.verb).bind(&row.activity_prefix)
                .bind(row.position).bind(row.next_at).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(added == 1)
    }

    /// Takes one for this process until `until`; says no where another one has.
    pub async fn claim_webhook(&mut self, hook: &WebhookRow, until: i64) -> Result<bool, StoreError> {
        let claimed = writing!(self, conn => {
            sqlx::query("UPDATE webhook SET next_at = $1 WHERE id = $2 AND next_at = $3 AND NOT paused")
                .bind(until).bind(hook.id).bind(hook.next_at).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(claimed == 1)
    }

    /// Where it stands, and until when it is this process's; says whether it is paused. `None`, and nothing is changed,
    /// where `claim`, its `next_at` until now, was lost.
    pub async fn save_webhook(&mut self, hook: &WebhookRow, claim: i64) -> Result<Option<bool>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "UPDATE webhook SET position = $1, delivered = $2, failures = $3, problem = $4, last_at = $5, next_at = $6
                 WHERE id = $7 AND next_at = $8 RETURNING paused")
                .bind(hook.position).bind(hook.delivered).bind(hook.failures).bind(&hook.problem).bind(hook.last_at)
                .bind(hook.next_at).bind(hook.id).bind(claim).fetch_optional(conn).await
        })?)
    }

    pub async fn pause_webhook(&mut self, id: i64, paused: bool) -> Result<Option<String>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "UPDATE webhook SET paused = $1, failures = 0, next_at = CASE WHEN $1 THEN next_at ELSE 0 END
                 WHERE id = $2 RETURNING name")
                .bind(paused).bind(id).fetch_optional(conn).await
        })?)
    }

    pub async fn remove_webhook(&mut self, id: i64) -> Result<Option<String>, StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM dead_letter WHERE webhook = $1").bind(id).execute(conn).await.map(|_| ())
        })?;
        Ok(writing!(self, conn => {
            sqlx::query_scalar("DELETE FROM webhook WHERE id = $1 RETURNING name").bind(id).fetch_optional(conn).await
        })?)
    }

    pub async fn add_dead_letter(
        &mut self,
        webhook: i64,
        seq: i64,
        problem: &str,
        now: i64,
    ) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO dead_letter (webhook, seq, problem, died_at, resend) VALUES ($1, $2, $3, $4, FALSE)
                 ON CONFLICT (webhook, seq) DO UPDATE SET problem = excluded.problem, died_at = excluded.died_at,
                    resend = FALSE")
                .bind(webhook).bind(seq).bind(problem).bind(now).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    pub async fn remove_dead_letter(&mut self, id: i64) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM dead_letter WHERE id = $1").bind(id).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Has all letters of a webhook sent again; says how many.
    pub async fn resend_dead_letters(&mut self, webhook: i64) -> Result<u64, StoreError> {
        writing!(self, conn => {
            sqlx::query("UPDATE webhook SET next_at = 0, failures = 0 WHERE id = $1")
                .bind(webhook).execute(conn).await.map(|_| ())
        })?;
        Ok(writing!(self, conn => {
            sqlx::query("UPDATE dead_letter SET resend = TRUE WHERE webhook = $1")
                .bind(webhook).execute(conn).await.map(|done| done.rows_affected())
        })?)
    }
}
