//! Taking away what has been kept long enough, in batches that hold nobody up for long. What may go after how long is
//! decided in `service`.

use domain::{EpochMs, PersonId};
use uuid::Uuid;

use crate::{Store, StoreError, Tx, facts::Place, statements::Logged};

/// Set once any text was taken away: facts exist from then on that cannot be derived anew.
const TOOK: &str = "retention_took_texts";

/// Facts that can be derived anew, because what they were read from is still kept. The rest stays as it is.
const DERIVABLE: [&str; 4] = [
    "DELETE FROM learning_event WHERE statement_id IN (SELECT id FROM statement WHERE payload <> '')",
    "DELETE FROM defect WHERE EXISTS
        (SELECT 1 FROM raw_payload w WHERE w.source = 'jira' AND w.natural_key = defect.key)",
    "DELETE FROM issue WHERE EXISTS
        (SELECT 1 FROM raw_payload w WHERE w.source = 'jira' AND w.natural_key = issue.key)",
    "DELETE FROM pull_request WHERE EXISTS
        (SELECT 1 FROM raw_payload w JOIN repository r ON w.natural_key = r.name || '#' || pull_request.number
         WHERE w.source = 'github' AND r.id = pull_request.repository_id)",
];

/// Words of facts whose payload is gone. Numbers stay, and the key that they are counted by.
const WORDS: [&str; 2] = [
    "UPDATE pull_request SET title = '' WHERE title <> '' AND NOT EXISTS
        (SELECT 1 FROM raw_payload w JOIN repository r ON w.natural_key = r.name || '#' || pull_request.number
         WHERE w.source = 'github' AND r.id = pull_request.repository_id)",
    "UPDATE defect SET summary = '', reporter_account = NULL WHERE summary <> '' AND NOT EXISTS
        (SELECT 1 FROM raw_payload w WHERE w.source = 'jira' AND w.natural_key = defect.key)",
];

impl Tx {
    /// Up to `limit` statements that arrived before `before` and whose texts are kept.
    pub async fn statements_before(
        &mut self,
        before: EpochMs,
        limit: i64,
    ) -> Result<Vec<Logged>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_as(
                "SELECT seq, id, stored_at, voided, authority, payload FROM statement
                 WHERE stored_at < $1 AND payload <> '' ORDER BY stored_at LIMIT $2")
                .bind(before.0).bind(limit).fetch_all(conn).await
        })?)
    }

    /// Empties statements, by place. Their ids and digests stay, so that a client that sends one again does not bring
    /// it back, and so does what was learned: the facts. Their terms are the caller's.
    pub async fn empty_statements(&mut self, places: &[i64]) -> Result<(), StoreError> {
        for seq in places {
            writing!(self, conn => {
                sqlx::query("UPDATE statement SET payload = '' WHERE seq = $1").bind(seq)
                    .execute(conn).await.map(|_| ())
            })?;
        }
        self.note_texts_taken(places.len() as u64).await?;
        Ok(())
    }

    /// Is there a payload that arrived before `before`?
    pub async fn has_payloads_before(&mut self, before: EpochMs) -> Result<bool, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM raw_payload WHERE received_at < $1)")
                .bind(before.0).fetch_one(conn).await
        })?)
    }

    /// Deletes up to `limit` raw payloads that arrived before `before`; says how many.
    pub async fn delete_payloads(&mut self, before: EpochMs, limit: i64) -> Result<u64, StoreError> {
        let deleted = writing!(self, conn => {
            sqlx::query(
                "DELETE FROM raw_payload WHERE id IN
                    (SELECT id FROM raw_payload WHERE received_at < $1 ORDER BY id LIMIT $2)")
                .bind(before.0).bind(limit).execute(conn).await.map(|done| done.rows_affected())
        })?;
        self.note_texts_taken(deleted).await
    }

    /// Takes titles, summaries and reporters from facts whose payload is gone.
    pub async fn forget_words(&mut self) -> Result<(), StoreError> {
        for sql in WORDS {
            writing!(self, conn => sqlx::query(sql).execute(conn).await.map(|_| ()))?;
        }
        Ok(())
    }

    async fn note_texts_taken(&mut self, count: u64) -> Result<u64, StoreError> {
        if count > 0 {
            writing!(self, conn => {
                sqlx::query("INSERT INTO setting (name, value) VALUES ($1, 'yes') ON CONFLICT (name) DO NOTHING")
                    .bind(TOOK).execute(conn).await.map(|_| ())
            })?;
        }
        Ok(count)
    }

    /// Before everything is derived anew: deletes the facts that will be, and marks the blocks of those that stay.
    pub(crate) async fn forget_facts(&mut self) -> Result<(), StoreError> {
        let took: Option<String> = writing!(self, conn => {
            sqlx::query_scalar("SELECT value FROM setting WHERE name = $1").bind(TOOK).fetch_optional(conn).await
        })?;
        if took.is_none() {
            // Without a condition both engines are much faster.
            for sql in [
                "DELETE FROM learning_event",
                "DELETE FROM defect",
                "DELETE FROM issue",
                "DELETE FROM pull_request",
            ] {
                writing!(self, conn => sqlx::query(sql).execute(conn).await.map(|_| ()))?;
            }
            return Ok(());
        }
        for sql in DERIVABLE {
            writing!(self, conn => sqlx::query(sql).execute(conn).await.map(|_| ()))?;
        }
        self.mark_facts_that_stay().await
    }

    async fn mark_facts_that_stay(&mut self) -> Result<(), StoreError> {
        let rows: Vec<(String, i64, i64)> = writing!(self, conn => {
            sqlx::query_as(
                "SELECT team, settled_at, opened_at FROM pull_request
                 UNION ALL SELECT team, created_at, created_at FROM defect")
                .fetch_all(conn).await
        })?;
        let place = |(team, settled_at, since)| Place {
            team,
            settled_at: EpochMs(settled_at),
            since: EpochMs(since),
        };
        let places: Vec<Place> = rows.into_iter().map(place).collect();
        self.mark_dirty(&places).await
    }
}

impl Store {
    /// Those who were a member of some team and of none since `before`, and who have no account that is open.
    pub async fn people_who_left(&self, before: EpochMs, limit: i64) -> Result<Vec<PersonId>, StoreError> {
        let ids: Vec<Uuid> = reading!(self, pool => {
            sqlx::query_scalar(
                "SELECT p.id FROM person p WHERE NOT p.erased
                 AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id)
                 AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id
                                 AND (m.valid_to IS NULL OR m.valid_to > $1))
                 AND NOT EXISTS (SELECT 1 FROM user_account u WHERE u.person_id = p.id AND u.disabled_at IS NULL)
                 ORDER BY p.id LIMIT $2")
                .bind(before.0).bind(limit).fetch_all(pool).await
        })?;
        Ok(ids.into_iter().map(PersonId).collect())
    }
}
