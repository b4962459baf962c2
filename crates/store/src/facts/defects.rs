//! Defects as rows: written from facts, newest version wins.

use std::collections::BTreeMap;

use domain::{EpochMs, facts::{Defect, FoundPhase}};

use super::Place;
use crate::{StoreError, Tx};

#[derive(Debug, Clone)]
pub struct JoinedDefect {
    pub reporter_account: Option<i64>,
    /// Empty: unmapped.
    pub team: String,
    pub fact: Defect,
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
    severity = excluded.severity
    WHERE excluded.updated_at >= defect.updated_at";

impl Tx {
    /// Writes defects and marks the blocks they leave and enter.
    pub async fn save_defects(&mut self, rows: Vec<JoinedDefect>) -> Result<(), StoreError> {
        let rows = newest(rows);
        let mut places = self.defect_places(&rows).await?;
        places.extend(rows.iter().map(|row| place(row.team.clone(), row.fact.created_at)));
        insert_rows!(self, HEAD, rows, |b, row| {
            let fact = &row.fact;
            b.push_bind(&fact.key).push_bind(&fact.project).push_bind(fact.components.join("\n"));
            b.push_bind(&fact.summary).push_bind(row.reporter_account).push_bind(&row.team);
            b.push_bind(fact.created_at.0).push_bind(fact.resolved_at.map(|at| at.0)).push_bind(fact.updated_at.0);
            b.push_bind(phase_text(fact.found)).push_bind(&fact.severity);
        }, TAIL);
        self.mark_dirty(&places).await
    }

    /// An issue that is a defect no longer (its type was changed) leaves the facts.
    pub async fn remove_defects(&mut self, keys: &[&str]) -> Result<(), StoreError> {
        for key in keys {
            let gone: Vec<(String, i64)> = writing!(self, conn => {
                sqlx::query_as("DELETE FROM defect WHERE key = $1 RETURNING team, created_at")
                    .bind(key).fetch_all(conn).await
            })?;
            let places: Vec<Place> = gone.into_iter().map(|(team, at)| place(team, EpochMs(at))).collect();
            self.mark_dirty(&places).await?;
        }
        Ok(())
    }

    async fn defect_places(&mut self, rows: &[JoinedDefect]) -> Result<Vec<Place>, StoreError> {
        let mut places = Vec::new();
        for chunk in rows.chunks(crate::bulk::ROWS) {
            let found: Vec<(String, i64)> = writing!(self, conn => {
                let mut query = sqlx::QueryBuilder::new("SELECT team, created_at FROM defect WHERE key IN (");
                let mut list = query.separated(", ");
                chunk.iter().for_each(|row| { list.push_bind(&row.fact.key); });
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

fn newest(rows: Vec<JoinedDefect>) -> Vec<JoinedDefect> {
    let mut kept: BTreeMap<String, JoinedDefect> = BTreeMap::new();
    for row in rows {
        if kept.get(&row.fact.key).is_none_or(|old| old.fact.updated_at <= row.fact.updated_at) {
            kept.insert(row.fact.key.clone(), row);
        }
    }
    kept.into_values().collect()
}
