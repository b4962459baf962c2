//! Work items as a drill-down lists them: keys, ages, sizes. No people: the query does not read them.

use domain::Span;

use crate::{Store, StoreError};

/// A pull request in a list; its hours follow from its instants.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PullRequestRow {
    pub repository: String,
    pub number: i64,
    pub opened_at: i64,
    pub first_review_at: Option<i64>,
    pub merged_at: Option<i64>,
    pub closed_at: Option<i64>,
    pub changed_lines: Option<i64>,
    pub review_comments: Option<i64>,
    pub checklist_done: Option<i64>,
    pub checklist_total: Option<i64>,
    pub tests_passed: Option<bool>,
    pub security_passed: Option<bool>,
    pub is_revert: bool,
    pub is_hotfix: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DefectItemRow {
    pub key: String,
    pub created_at: i64,
    pub resolved_at: Option<i64>,
    pub found: String,
    pub severity: Option<String>,
}

impl Store {
    /// A team's pull requests that settled in a span, in order of merging.
    pub async fn pull_request_rows(&self, team: &str, span: Span) -> Result<Vec<PullRequestRow>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(
                "SELECT r.name AS repository, p.number, p.opened_at, p.first_review_at, p.merged_at, p.closed_at,
                        p.changed_lines, p.review_comments, p.checklist_done, p.checklist_total, p.tests_passed,
                        p.security_passed, p.is_revert, p.is_hotfix
                 FROM pull_request p JOIN repository r ON r.id = p.repository_id
                 WHERE p.team = $1 AND p.settled_at >= $2 AND p.settled_at < $3 AND p.left_out IS NULL
                 ORDER BY p.settled_at, r.name, p.number")
                .bind(team).bind(span.start.0).bind(span.end.0).fetch_all(pool).await
        })?)
    }

    /// A team's defects created in a span, oldest first.
    pub async fn defect_rows(&self, team: &str, span: Span) -> Result<Vec<DefectItemRow>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(
                "SELECT key, created_at, resolved_at, found, severity FROM defect
                 WHERE team = $1 AND created_at >= $2 AND created_at < $3 ORDER BY created_at, key")
                .bind(team).bind(span.start.0).bind(span.end.0).fetch_all(pool).await
        })?)
    }
}
