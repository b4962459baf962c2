//! Defects as rows: written from issues, newest version wins.

use std::collections::{BTreeMap, HashSet};

use domain::{
    EpochMs,
    facts::{Defect, FoundPhase},
};

use super::Place;
use crate::{StoreError, Tx};

#[derive(Debug, Clone)]
pub struct JoinedDefect {
    pub reporter_account: Option<i64>,
    /// Empty: unmapped.
    pub team: String,
    pub fact: Defect,
}

/// An issue of any type with, if it is one, its defect.
#[derive(Debug, Clone)]
pub struct JoinedIssue {
    pub key: String,
    pub updated_at: EpochMs,
    pub defect: Option<JoinedDefect>,
}

pub(crate) fn phase_text(phase: FoundPhase) -> &'static str {
    match phase {
        FoundPhase::BeforeRelease => "before_release",
        FoundPhase::AfterRelease => "after_release",
        FoundPhase::Unknown => "unknown",
    }
}

pub(crate) fn phase(key: &str, text: &str) -> Result<FoundPhase, StoreError> {
    [FoundPhase::BeforeRelease, FoundPhase::AfterRelease, FoundPhase::Unknown]
        .into_iter()
        .find(|phase| phase_text(*phase) == text)
        .ok_or_else(|| StoreError::inconsistent("defect", "found", key, text))
}

const HEAD: &str = "INSERT INTO defect (key, project, components, summary, reporter_account, team,
    created_at, resolved_at, updated_at, found, severity) ";

const TAIL: &str = " ON CONFLICT (key) DO UPDATE SET
    project = excluded.project, components = excluded.components, summary = excluded.summary,
    reporter_account = excluded.reporter_account, team = excluded.team, created_at = excluded.created_at,
    resolved_at = excluded.resolved_at, updated_at = excluded.updated_at, found = excluded.found,
    severity = excluded.severity";

impl Tx {
    /// Writes the issues that are defects and takes out those that are none (their type was changed), and marks the
    /// blocks they leave and enter. Of two versions of an issue the newer one stays.
    pub async fn save_issues(&mut self, issues: Vec<JoinedIssue>) -> Result<(), StoreError> {
        let issues = self.newest_of_all(newest(issues)).await?;
        let keys: Vec<&str> = issues.iter().map(|issue| issue.key.as_str()).collect();
        let mut places = self.defect_places(&keys).await?;
        let none: Vec<&str> = issues.iter().filter(|i| i.defect.is_none()).map(|i| i.key.as_str()).collect();
        self.delete_defects(&none).await?;
        let defects: Vec<&JoinedDefect> = issues.iter().filter_map(|issue| issue.defect.as_ref()).collect();
        places.extend(defects.iter().map(|row| place(row.team.clone(), row.fact.created_at)));
        self.upsert_defects(&defects).await?;
        self.mark_dirty(&places).await
    }

    /// Remembers the versions and keeps those that are not older than what was known.
    async fn newest_of_all(&mut self, mut issues: Vec<JoinedIssue>) -> Result<Vec<JoinedIssue>, StoreError> {
        let mut accepted: HashSet<String> = HashSet::new();
        for chunk in issues.chunks(crate::bulk::ROWS) {
            let keys: Vec<String> = writing!(self, conn => {
                let mut query = sqlx::QueryBuilder::new("INSERT INTO issue (key, updated_at) ");
                query.push_values(chunk, |mut b, issue| {
                    b.push_bind(&issue.key).push_bind(issue.updated_at.0);
                });
                query.push(" ON CONFLICT (key) DO UPDATE SET updated_at = excluded.updated_at
                    WHERE excluded.updated_at >= issue.updated_at RETURNING key");
                query.build_query_scalar().fetch_all(conn).await
            })?;
            accepted.extend(keys);
        }
        issues.retain(|issue| accepted.contains(&issue.key));
        Ok(issues)
    }

    async fn upsert_defects(&mut self, rows: &[&JoinedDefect]) -> Result<(), StoreError> {
        insert_rows!(
            self,
            HEAD,
            rows,
            |b, row| {
                let fact = &row.fact;
                b.push_bind(&fact.key).push_bind(&fact.project).push_bind(fact.components.join("\n"));
                b.push_bind(&fact.summary).push_bind(row.reporter_account).push_bind(&row.team);
                b.push_bind(fact.created_at.0)
                    .push_bind(fact.resolved_at.map(|at| at.0))
                    .push_bind(fact.updated_at.0);
                b.push_bind(phase_text(fact.found)).push_bind(&fact.severity);
            },
            TAIL
        );
        Ok(())
    }

    async fn delete_defects(&mut self, keys: &[&str]) -> Result<(), StoreError> {
        for chunk in keys.chunks(crate::bulk::ROWS) {
            writing!(self, conn => {
                let mut query = sqlx::QueryBuilder::new("DELETE FROM defect WHERE key IN (");
                let mut list = query.separated(", ");
                for key in chunk { list.push_bind(*key); }
                query.push(")");
                query.build().execute(conn).await.map(|_| ())
            })?;
        }
        Ok(())
    }

    async fn defect_places(&mut self, keys: &[&str]) -> Result<Vec<Place>, StoreError> {
        let mut places = Vec::new();
        for chunk in keys.chunks(crate::bulk::ROWS) {
            let found: Vec<(String, i64)> = writing!(self, conn => {
                let mut query = sqlx::QueryBuilder::new("SELECT team, created_at FROM defect WHERE key IN (");
                let mut list = query.separated(", ");
                for key in chunk { list.push_bind(*key); }
                query.push(")");
                query.build_query_as().fetch_all(conn).await
            })?;
            places.extend(found.into_iter().map(|(team, at)| place(team, EpochMs(at))));
        }
        Ok(places)
    }
}

fn place(team: String, created_at: EpochMs) -> Place {
    Place { team, settled_at: created_at, since: created_at }
}

/// One row an issue: the newest, and of equally new ones the last. PostgreSQL refuses two in one statement.
fn newest(rows: Vec<JoinedIssue>) -> Vec<JoinedIssue> {
    let mut kept: BTreeMap<String, JoinedIssue> = BTreeMap::new();
    for row in rows {
        if kept.get(&row.key).is_none_or(|old| old.updated_at <= row.updated_at) {
            kept.insert(row.key.clone(), row);
        }
    }
    kept.into_values().collect()
}
