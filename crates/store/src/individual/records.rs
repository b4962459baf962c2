//! The facts and statements about one person, with where each came from and when it arrived.

use domain::PersonId;
use uuid::Uuid;

use crate::{Store, StoreError, page::page_of};

/// A fact about a person, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RecordRow {
    /// `pull_request`, `defect` or `learning`.
    pub kind: String,
    /// When it happened and when Sightline learned of it, in epoch milliseconds.
    pub at: i64,
    pub arrived_at: Option<i64>,
    /// `github`, `jira`, or the name of the client that sent the statement.
    pub source: String,
    /// `owner/name#12`, `PAY-7`, or what the learning was about.
    pub key: String,
    /// A title, or what kind of learning it was.
    pub text: String,
    /// Empty: of no team.
    pub team: String,
    pub statement_id: Option<Uuid>,
    /// The id of what was learned with.
    pub content: Option<String>,
}

/// Which facts, and which page of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordFilter<'a> {
    /// `None`: all kinds.
    pub kind: Option<&'a str>,
    pub offset: i64,
    pub limit: i64,
}

/// A statement as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StatementRow {
    pub id: Uuid,
    pub payload: String,
    pub authority: String,
    pub stored_at: i64,
}

/// A pull request of the person who asks.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OwnPullRequest {
    pub repository: String,
    pub number: i64,
    pub title: String,
    pub team: String,
    pub opened_at: i64,
    pub first_review_at: Option<i64>,
    pub merged_at: Option<i64>,
    pub closed_at: Option<i64>,
    pub settled_at: i64,
    pub changed_lines: Option<i64>,
}

const RECORDS: &str = "SELECT kind, at, arrived_at, source, key, text, team, statement_id, content FROM (
    SELECT 'pull_request' AS kind, p.opened_at AS at,
        (SELECT MIN(w.received_at) FROM raw_payload w
         WHERE w.source = 'github' AND w.natural_key = r.name || '#' || p.number) AS arrived_at,
        'github' AS source, r.name || '#' || p.number AS key, p.title AS text, p.team AS team,
        CAST(NULL AS UUID) AS statement_id, CAST(NULL AS TEXT) AS content
    FROM pull_request p JOIN account a ON a.id = p.author_account JOIN repository r ON r.id = p.repository_id
    WHERE a.person_id = $1
    UNION ALL
    SELECT 'defect', d.created_at,
        (SELECT MIN(w.received_at) FROM raw_payload w WHERE w.source = 'jira' AND w.natural_key = d.key),
        'jira', d.key, d.summary, d.team, CAST(NULL AS UUID), CAST(NULL AS TEXT)
    FROM defect d JOIN account a ON a.id = d.reporter_account
    WHERE a.person_id = $1
    UNION ALL
    SELECT 'learning', e.at, s.stored_at, s.authority, COALESCE(c.name, e.content), e.kind, e.team, e.statement_id,
        e.content
    FROM learning_event e JOIN account a ON a.id = e.actor_account JOIN statement s ON s.id = e.statement_id
    LEFT JOIN content c ON c.id = e.content
    WHERE a.person_id = $1
    ) record WHERE ($2 = '' OR kind = $2) ORDER BY at DESC, key LIMIT $3 OFFSET $4";

const COUNTS: &str = "SELECT
    (SELECT COUNT(*) FROM pull_request p JOIN account a ON a.id = p.author_account WHERE a.person_id = $1),
    (SELECT COUNT(*) FROM defect d JOIN account a ON a.id = d.reporter_account WHERE a.person_id = $1),
    (SELECT COUNT(*) FROM learning_event e JOIN account a ON a.id = e.actor_account WHERE a.person_id = $1)";

impl Store {
    /// The facts about a person, newest first.
    pub async fn records_about(
        &self,
        person: PersonId,
        filter: &RecordFilter<'_>,
    ) -> Result<Vec<RecordRow>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(RECORDS)
                .bind(person.0).bind(filter.kind.unwrap_or_default()).bind(filter.limit).bind(filter.offset)
                .fetch_all(pool).await
        })?)
    }

    /// How many facts about a person there are: pull requests, defects, moments of learning.
    pub async fn record_counts(&self, person: PersonId) -> Result<(i64, i64, i64), StoreError> {
        Ok(reading!(self, pool => sqlx::query_as(COUNTS).bind(person.0).fetch_one(pool).await)?)
    }

    /// A person's pull requests by time; those that count for nothing (a bot's, a label's) are left out.
    pub async fn own_pull_requests(&self, person: PersonId) -> Result<Vec<OwnPullRequest>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(
                "SELECT r.name AS repository, p.number, p.title, p.team, p.opened_at, p.first_review_at, p.merged_at,
                        p.closed_at, p.settled_at, p.changed_lines
                 FROM pull_request p JOIN account a ON a.id = p.author_account
                 JOIN repository r ON r.id = p.repository_id
                 WHERE a.person_id = $1 AND p.left_out IS NULL ORDER BY p.settled_at, r.name, p.number")
                .bind(person.0).fetch_all(pool).await
        })?)
    }

    /// The statements from which learning of a person was read, newest first, a part of them at a time. Not those whose
    /// text is not kept any more.
    pub async fn statements_of(
        &self,
        person: PersonId,
        offset: i64,
        limit: i64,
    ) -> Result<Vec<StatementRow>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(
                "SELECT s.id, s.payload, s.authority, s.stored_at FROM statement s JOIN
                    (SELECT e.statement_id, MAX(e.at) AS at FROM learning_event e JOIN account a ON a.id = e.actor_account
                     WHERE a.person_id = $1 GROUP BY e.statement_id) own ON own.statement_id = s.id
                 WHERE s.payload <> '' ORDER BY own.at DESC, s.id LIMIT $2 OFFSET $3")
                .bind(person.0).bind(limit).bind(offset).fetch_all(pool).await
        })?)
    }

    /// How many [`Store::statements_of`] there are in all.
    pub async fn count_statements_of(&self, person: PersonId) -> Result<i64, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar(
                "SELECT COUNT(DISTINCT s.id) FROM learning_event e JOIN account a ON a.id = e.actor_account
                 JOIN statement s ON s.id = e.statement_id WHERE a.person_id = $1 AND s.payload <> ''")
                .bind(person.0).fetch_one(pool).await
        })?)
    }

    /// A page of all statements in order of id, after `after`: for finding those that name a person.
    pub async fn statements_after(&self, after: Uuid, limit: i64) -> Result<Vec<StatementRow>, StoreError> {
        Ok(reading!(self, pool => {
            page_of(sqlx::query_as(
                "SELECT id, payload, authority, stored_at FROM statement WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(after).bind(limit).fetch(pool), |row: &StatementRow| row.payload.len()).await
        })?)
    }

    /// A page of all raw payloads in order of arrival, after `after`: (number, source, key, payload, arrived at).
    pub async fn payloads_after(
        &self,
        after: i64,
        limit: i64,
    ) -> Result<Vec<(i64, String, String, Vec<u8>, i64)>, StoreError> {
        Ok(reading!(self, pool => {
            page_of(sqlx::query_as(
                "SELECT id, source, natural_key, payload, received_at FROM raw_payload
                 WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(after).bind(limit).fetch(pool), |(_, _, _, payload, _): &(i64, String, String, Vec<u8>, i64)| {
                    payload.len()
                }).await
        })?)
    }
}
