//! Rules that give tags, the events they touch, and which events wait for a tag. Nobody is named here.

use crate::{Store, StoreError, Tx, page::page_of, statements::Logged};

/// Conditions and tags; an empty text is "any", or "none given".
#[derive(Debug, Clone, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct TagRule {
    pub id: i64,
    pub activity_prefix: String,
    pub source: String,
    pub registration: String,
    pub skill: String,
    pub role: String,
    pub team: String,
    pub repository: String,
    pub sprint: String,
}

/// Events of one activity and source that wait for one tag.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TagGap {
    pub tag: String,
    pub source: String,
    pub content: String,
    /// As sent, and known to nobody; empty: missing.
    pub value: String,
    pub events: i64,
}

/// How many of a source's events belong to something that is known.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TagCoverage {
    pub source: String,
    pub events: i64,
    pub skill: i64,
    pub role: i64,
    pub team: i64,
    pub repository: i64,
    pub sprint: i64,
}

const RULES: &str = "SELECT id, activity_prefix, source, registration, skill, role, team, repository, sprint
    FROM tag_rule ORDER BY position";

/// The events that lack a tag, or carry one that is not in its list.
macro_rules! gap {
    ($tag:literal, $value:literal, $known:literal, $lacks:literal) => {
        concat!(
            "SELECT '",
            $tag,
            "' AS tag, s.authority AS source, e.content AS content, ",
            $value,
            " AS value,
                COUNT(*) AS events
             FROM learning_event e JOIN statement s ON s.id = e.statement_id ",
            $known,
            " WHERE ",
            $lacks,
            " GROUP BY s.authority, e.content, ",
            $value
        )
    };
}

const GAPS: [&str; 5] = [
    gap!("skill", "COALESCE(e.skill, '')", "LEFT JOIN skill k ON k.key = e.skill", "k.key IS NULL"),
    gap!("role", "COALESCE(e.role, '')", "LEFT JOIN skill_role k ON k.key = e.role", "k.key IS NULL"),
    gap!("team", "e.team", "", "e.team = ''"),
    gap!(
        "repository",
        "COALESCE(e.repository, '')",
        "LEFT JOIN repository k ON k.name = e.repository",
        "k.name IS NULL"
    ),
    gap!("sprint", "COALESCE(e.sprint, '')", "", "e.sprint IS NULL"),
];

const COVERAGE: &str =
    "SELECT s.authority AS source, COUNT(*) AS events, COUNT(k.key) AS skill, COUNT(r.key) AS role,
        COUNT(NULLIF(e.team, '')) AS team, COUNT(p.name) AS repository, COUNT(e.sprint) AS sprint
    FROM learning_event e JOIN statement s ON s.id = e.statement_id
    LEFT JOIN skill k ON k.key = e.skill LEFT JOIN skill_role r ON r.key = e.role
    LEFT JOIN repository p ON p.name = e.repository
    GROUP BY s.authority ORDER BY s.authority";

impl Store {
    pub async fn tag_rules(&self) -> Result<Vec<TagRule>, StoreError> {
        Ok(reading!(self, pool => sqlx::query_as(RULES).fetch_all(pool).await)?)
    }

    /// What waits for a tag.
    pub async fn tag_gaps(&self) -> Result<Vec<TagGap>, StoreError> {
        let mut found: Vec<TagGap> = Vec::new();
        for sql in GAPS {
            let rows: Vec<TagGap> = reading!(self, pool => sqlx::query_as(sql).fetch_all(pool).await)?;
            found.extend(rows);
        }
        Ok(found)
    }

    pub async fn tag_coverage(&self) -> Result<Vec<TagCoverage>, StoreError> {
        Ok(reading!(self, pool => sqlx::query_as(COVERAGE).fetch_all(pool).await)?)
    }
}

impl Tx {
    pub async fn tag_rules(&mut self) -> Result<Vec<TagRule>, StoreError> {
        Ok(writing!(self, conn => sqlx::query_as(RULES).fetch_all(conn).await)?)
    }

    /// Adds a rule after all others; returns its number.
    pub async fn add_tag_rule(&mut self, rule: &TagRule, now_ms: i64) -> Result<i64, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "INSERT INTO tag_rule (activity_prefix, source, registration, skill, role, team, repository, sprint,
                    created_at, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,
                    (SELECT COALESCE(MAX(position), 0) + 1 FROM tag_rule)) RETURNING id")
                .bind(&rule.activity_prefix).bind(&rule.source).bind(&rule.registration).bind(&rule.skill)
                .bind(&rule.role).bind(&rule.team).bind(&rule.repository).bind(&rule.sprint).bind(now_ms)
                .fetch_one(conn).await
        })?)
    }

    /// Has two rules tried in each other's place.
    pub async fn swap_tag_rules(&mut self, one: i64, other: i64) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "UPDATE tag_rule SET position =
                    (SELECT SUM(pair.position) FROM tag_rule pair WHERE pair.id IN ($1, $2)) - position
                 WHERE id IN ($1, $2)")
                .bind(one).bind(other).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    pub async fn remove_tag_rule(&mut self, id: i64) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM tag_rule WHERE id = $1").bind(id).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// A page of the statements with events whose activity begins like this, of this source where one is named, after a
    /// place in the log. Only those whose text is kept: the events of others stay as they are.
    pub async fn statements_like(
        &mut self,
        prefix: &str,
        source: &str,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Logged>, StoreError> {
        Ok(writing!(self, conn => {
            page_of(sqlx::query_as(
                "SELECT s.seq, s.id, s.stored_at, s.voided, s.authority, s.payload FROM statement s
                 WHERE s.seq > $1 AND s.payload <> '' AND ($2 = '' OR s.authority = $2) AND EXISTS
                    (SELECT 1 FROM learning_event e WHERE e.statement_id = s.id
                     AND substr(e.content, 1, length($3)) = $3)
                 ORDER BY s.seq LIMIT $4")
                .bind(after).bind(source).bind(prefix).bind(limit).fetch(conn), Logged::length).await
        })?)
    }
}
