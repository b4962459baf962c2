//! Rows → the items that figures are computed from. People appear as their key only.

use domain::{EpochMs, PersonKey, Span, facts::Checklist};
use metrics::items::{DefectItem, PullRequestItem};

use super::defects::phase;
use crate::{StoreError, Tx};

#[derive(sqlx::FromRow)]
struct ItemRow {
    repository_id: i64,
    number: i64,
    author: Option<i64>,
    opened_at: i64,
    ready_at: i64,
    is_draft: bool,
    first_review_at: Option<i64>,
    first_approval_at: Option<i64>,
    merged_at: Option<i64>,
    closed_at: Option<i64>,
    changed_lines: Option<i64>,
    review_comments: Option<i64>,
    review_count: i64,
    approvals: i64,
    checklist_done: Option<i64>,
    checklist_total: Option<i64>,
    tests_passed: Option<bool>,
    first_try_passed: Option<bool>,
    security_passed: Option<bool>,
    is_revert: bool,
    is_hotfix: bool,
    business_cycle_ms: Option<i64>,
    business_first_review_ms: Option<i64>,
}

const ITEMS: &str = "SELECT p.repository_id, p.number, COALESCE(pe.person_key, a.contributor_key) AS author,
    p.opened_at, p.ready_at, p.is_draft, p.first_review_at, p.first_approval_at, p.merged_at, p.closed_at,
    p.changed_lines, p.review_comments, p.review_count, p.approvals, p.checklist_done, p.checklist_total,
    p.tests_passed, p.first_try_passed, p.security_passed, p.is_revert, p.is_hotfix,
    p.business_cycle_ms, p.business_first_review_ms
    FROM pull_request p
    LEFT JOIN account a ON a.id = p.author_account
    LEFT JOIN person pe ON pe.id = a.person_id
    WHERE p.team = $1 AND p.settled_at >= $2 AND p.settled_at < $3 AND p.left_out IS NULL";

impl TryFrom<ItemRow> for PullRequestItem {
    type Error = StoreError;

    fn try_from(row: ItemRow) -> Result<Self, StoreError> {
        let name = format!("{}#{}", row.repository_id, row.number);
        let small = |column, value: i64| {
            u32::try_from(value).map_err(|e| StoreError::inconsistent("pull_request", column, &name, e))
        };
        let optional = |column, value: Option<i64>| value.map(|value| small(column, value)).transpose();
        let checklist = match (row.checklist_done, row.checklist_total) {
            (Some(done), Some(total)) => Some(Checklist {
                done: small("checklist_done", done)?,
                total: small("checklist_total", total)?,
            }),
            _ => None,
        };
        Ok(PullRequestItem {
            repository: small("repository_id", row.repository_id)?,
            number: row.number,
            author: row.author.map(PersonKey),
            opened_at: EpochMs(row.opened_at),
            ready_at: EpochMs(row.ready_at),
            is_draft: row.is_draft,
            first_review_at: row.first_review_at.map(EpochMs),
            first_approval_at: row.first_approval_at.map(EpochMs),
            merged_at: row.merged_at.map(EpochMs),
            closed_at: row.closed_at.map(EpochMs),
            lines: optional("changed_lines", row.changed_lines)?,
            review_comments: optional("review_comments", row.review_comments)?,
            review_count: small("review_count", row.review_count)?,
            approvals: small("approvals", row.approvals)?,
            checklist,
            tests_passed: row.tests_passed,
            first_try_passed: row.first_try_passed,
            security_passed: row.security_passed,
            is_revert: row.is_revert,
            is_hotfix: row.is_hotfix,
            business_cycle_ms: row.business_cycle_ms,
            business_first_review_ms: row.business_first_review_ms,
        })
    }
}

impl Tx {
    pub(super) async fn pull_request_items(
        &mut self,
        team: &str,
        span: Span,
    ) -> Result<Vec<PullRequestItem>, StoreError> {
        let rows: Vec<ItemRow> = writing!(self, conn => {
            sqlx::query_as(ITEMS).bind(team).bind(span.start.0).bind(span.end.0).fetch_all(conn).await
        })?;
        rows.into_iter().map(PullRequestItem::try_from).collect()
    }

    pub(super) async fn defect_items(
        &mut self,
        team: &str,
        span: Span,
    ) -> Result<Vec<DefectItem>, StoreError> {
        let rows: Vec<(String, i64, String)> = writing!(self, conn => {
            sqlx::query_as(
                "SELECT key, created_at, found FROM defect
                 WHERE team = $1 AND created_at >= $2 AND created_at < $3 ORDER BY created_at, key")
                .bind(team).bind(span.start.0).bind(span.end.0).fetch_all(conn).await
        })?;
        rows.into_iter()
            .map(|(key, at, found)| Ok(DefectItem { created_at: EpochMs(at), found: phase(&key, &found)? }))
            .collect()
    }
}
