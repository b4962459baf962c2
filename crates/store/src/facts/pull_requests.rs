//! Pull requests as rows: written from facts, newest version wins.

use std::collections::BTreeMap;

use domain::{EpochMs, facts::PullRequest};

use super::Place;
use crate::{StoreError, Tx};

/// A pull request with what the directory says of it.
#[derive(Debug, Clone)]
pub struct JoinedPullRequest {
    pub repository_id: i64,
    pub author_account: Option<i64>,
    /// Empty: unmapped.
    pub team: String,
    pub business_cycle_ms: Option<i64>,
    pub business_first_review_ms: Option<i64>,
    pub fact: PullRequest,
}

impl JoinedPullRequest {
    fn place(&self) -> Place {
        Place { team: self.team.clone(), settled_at: self.fact.settled_at(), since: self.fact.opened_at }
    }

    fn left_out(&self) -> Option<&'static str> {
        self.fact.left_out.map(|reason| match reason {
            domain::facts::LeftOut::Bot => "bot",
            domain::facts::LeftOut::Label => "label",
        })
    }
}

#[derive(sqlx::FromRow)]
struct PlaceRow {
    team: String,
    settled_at: i64,
    opened_at: i64,
}

const HEAD: &str = "INSERT INTO pull_request (repository_id, number, title, author_account, team, left_out,
    opened_at, ready_at, is_draft, first_review_at, first_approval_at, merged_at, closed_at, settled_at, updated_at,
    additions, deletions, changed_lines, files, base, is_revert, reverts, is_hotfix, checklist_done, checklist_total,
    review_count, review_comments, approvals, tests_passed, first_try_passed, security_passed,
    business_cycle_ms, business_first_review_ms) ";

const TAIL: &str = " ON CONFLICT (repository_id, number) DO UPDATE SET
    title = excluded.title, author_account = excluded.author_account, team = excluded.team,
    left_out = excluded.left_out, opened_at = excluded.opened_at, ready_at = excluded.ready_at,
    is_draft = excluded.is_draft, first_review_at = excluded.first_review_at,
    first_approval_at = excluded.first_approval_at, merged_at = excluded.merged_at, closed_at = excluded.closed_at,
    settled_at = excluded.settled_at, updated_at = excluded.updated_at, additions = excluded.additions,
    deletions = excluded.deletions, changed_lines = excluded.changed_lines, files = excluded.files,
    base = excluded.base, is_revert = excluded.is_revert, reverts = excluded.reverts,
    is_hotfix = excluded.is_hotfix, checklist_done = excluded.checklist_done,
    checklist_total = excluded.checklist_total, review_count = excluded.review_count,
    review_comments = excluded.review_comments, approvals = excluded.approvals,
    tests_passed = excluded.tests_passed, first_try_passed = excluded.first_try_passed,
    security_passed = excluded.security_passed, business_cycle_ms = excluded.business_cycle_ms,
    business_first_review_ms = excluded.business_first_review_ms
    WHERE excluded.updated_at >= pull_request.updated_at";

impl Tx {
    /// Writes pull requests and marks the blocks they leave and enter. Of two versions the newer one stays.
    pub async fn save_pull_requests(&mut self, rows: Vec<JoinedPullRequest>) -> Result<(), StoreError> {
        let rows = newest(rows);
        let mut places = self.places_of(&rows).await?;
        places.extend(rows.iter().map(JoinedPullRequest::place));
        self.upsert(&rows).await?;
        self.mark_dirty(&places).await
    }

    /// Where these pull requests lie now, before they are overwritten.
    async fn places_of(&mut self, rows: &[JoinedPullRequest]) -> Result<Vec<Place>, StoreError> {
        let mut places = Vec::new();
        for chunk in rows.chunks(crate::bulk::ROWS) {
            let found: Vec<PlaceRow> = writing!(self, conn => {
                let mut query = sqlx::QueryBuilder::new(
                    "SELECT team, settled_at, opened_at FROM pull_request WHERE (repository_id, number) IN (");
                query.push_values(chunk, |mut b, row| {
                    b.push_bind(row.repository_id).push_bind(row.fact.number);
                });
                query.push(")");
                query.build_query_as().fetch_all(conn).await
            })?;
            places.extend(found.into_iter().map(|row| Place {
                team: row.team,
                settled_at: EpochMs(row.settled_at),
                since: EpochMs(row.opened_at),
            }));
        }
        Ok(places)
    }

    async fn upsert(&mut self, rows: &[JoinedPullRequest]) -> Result<(), StoreError> {
        let ms = |at: Option<EpochMs>| at.map(|at| at.0);
        let count = |n: Option<u32>| n.map(i64::from);
        insert_rows!(
            self,
            HEAD,
            rows,
            |b, row| {
                let fact = &row.fact;
                b.push_bind(row.repository_id).push_bind(fact.number).push_bind(&fact.title);
                b.push_bind(row.author_account).push_bind(&row.team).push_bind(row.left_out());
                b.push_bind(fact.opened_at.0).push_bind(fact.ready_at.0).push_bind(fact.is_draft);
                b.push_bind(ms(fact.first_review_at)).push_bind(ms(fact.first_approval_at));
                b.push_bind(ms(fact.merged_at)).push_bind(ms(fact.closed_at));
                b.push_bind(fact.settled_at().0).push_bind(fact.updated_at.0);
                b.push_bind(count(fact.additions)).push_bind(count(fact.deletions));
                b.push_bind(count(fact.changed_lines)).push_bind(count(fact.files));
                b.push_bind(&fact.base)
                    .push_bind(fact.is_revert)
                    .push_bind(fact.reverts)
                    .push_bind(fact.is_hotfix);
                b.push_bind(count(fact.checklist.map(|c| c.done)))
                    .push_bind(count(fact.checklist.map(|c| c.total)));
                b.push_bind(i64::from(fact.review_count)).push_bind(count(fact.review_comments));
                b.push_bind(i64::from(fact.approvals));
                b.push_bind(fact.tests_passed)
                    .push_bind(fact.first_try_passed)
                    .push_bind(fact.security_passed);
                b.push_bind(row.business_cycle_ms).push_bind(row.business_first_review_ms);
            },
            TAIL
        );
        Ok(())
    }
}

/// One row a pull request: the newest, and of equally new ones the last. PostgreSQL refuses two in one statement.
fn newest(rows: Vec<JoinedPullRequest>) -> Vec<JoinedPullRequest> {
    let mut kept: BTreeMap<(i64, i64), JoinedPullRequest> = BTreeMap::new();
    for row in rows {
        let key = (row.repository_id, row.fact.number);
        if kept.get(&key).is_none_or(|old| old.fact.updated_at <= row.fact.updated_at) {
            kept.insert(key, row);
        }
    }
    kept.into_values().collect()
}
