//! Cells: the figures of one group and period, computed once. What may be shown of them is in `releases`; nothing
//! else reads them.

use std::collections::{HashMap, HashSet};

use domain::{EpochMs, Span, figure::Figure, period::GroupKind};

use crate::{Store, StoreError, Tx};

#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub group: GroupKind,
    pub group_key: String,
    /// [`SPRINT`], [`BASELINE`] or [`NOW`].
    pub period_kind: &'static str,
    pub period_key: String,
    pub span: Span,
    /// Raw: not yet guarded by `privacy`.
    pub figures: Vec<Figure>,
}

pub const SPRINT: &str = "sprint";
pub const BASELINE: &str = "baseline";
pub const NOW: &str = "now";

pub(crate) fn period_kind(text: &str) -> Option<&'static str> {
    [SPRINT, BASELINE, NOW].into_iter().find(|kind| *kind == text)
}

#[derive(sqlx::FromRow)]
struct CellRow {
    period_kind: String,
    period_key: String,
    starts_at: i64,
    ends_at: i64,
    figures: String,
}

#[derive(sqlx::FromRow)]
struct NamedRow {
    group_key: String,
    #[sqlx(flatten)]
    cell: CellRow,
}

/// A cell as it is stored.
#[derive(sqlx::FromRow)]
struct StoredCell {
    group_kind: String,
    group_key: String,
    period_kind: String,
    period_key: String,
    starts_at: i64,
    ends_at: i64,
    figures: String,
}

/// (group kind, group, period kind, period).
type CellName<'a> = (&'a str, &'a str, &'a str, &'a str);

impl StoredCell {
    fn name(&self) -> CellName<'_> {
        (&self.group_kind, &self.group_key, &self.period_kind, &self.period_key)
    }
}

fn name(cell: &Cell) -> CellName<'_> {
    (cell.group.as_str(), &cell.group_key, cell.period_kind, &cell.period_key)
}

/// Cells with their figures as they are stored.
fn written(cells: &[Cell]) -> Result<Vec<(&Cell, String)>, StoreError> {
    let mut written = Vec::with_capacity(cells.len());
    for cell in cells {
        let figures = serde_json::to_string(&cell.figures)
            .map_err(|e| StoreError::inconsistent("cell", "figures", &cell.group_key, e))?;
        written.push((cell, figures));
    }
    Ok(written)
}

impl CellRow {
    fn into_cell(self, group: GroupKind, group_key: &str) -> Result<Cell, StoreError> {
        let name = format!("{group_key}/{}", self.period_key);
        Ok(Cell {
            group,
            group_key: group_key.to_owned(),
            period_kind: period_kind(&self.period_kind)
                .ok_or_else(|| StoreError::inconsistent("cell", "period_kind", &name, &self.period_kind))?,
            period_key: self.period_key,
            span: Span { start: EpochMs(self.starts_at), end: EpochMs(self.ends_at) },
            figures: serde_json::from_str(&self.figures)
                .map_err(|e| StoreError::inconsistent("cell", "figures", name, e))?,
        })
    }
}

impl Store {
    /// The newest instant any group's facts tell of.
    pub async fn horizon(&self) -> Result<Option<EpochMs>, StoreError> {
        let newest: Option<i64> = reading!(self, pool => {
            sqlx::query_scalar("SELECT MAX(starts_at) FROM cell WHERE period_kind = $1")
                .bind(NOW).fetch_one(pool).await
        })?;
        Ok(newest.filter(|at| *at > 0).map(EpochMs))
    }

    /// Every stored cell as (group kind, group, period kind, period, figures as stored), sorted: for comparing.
    pub async fn dump_cells(&self) -> Result<Vec<(String, String, String, String, String)>, StoreError> {
        let mut rows: Vec<(String, String, String, String, String)> = reading!(self, pool => {
            sqlx::query_as("SELECT group_kind, group_key, period_kind, period_key, figures FROM cell")
                .fetch_all(pool).await
        })?;
        // Here and not in SQL: databases sort text by the rules of their language.
        rows.sort_unstable();
        Ok(rows)
    }
}

impl Tx {
    /// A group's cells in order of time, the baseline among them.
    pub async fn cells(&mut self, group: GroupKind, key: &str) -> Result<Vec<Cell>, StoreError> {
        let rows: Vec<CellRow> = writing!(self, conn => {
            sqlx::query_as(
                "SELECT period_kind, period_key, starts_at, ends_at, figures FROM cell
                 WHERE group_kind = $1 AND group_key = $2 ORDER BY starts_at, ends_at")
                .bind(group.as_str()).bind(key).fetch_all(conn).await
        })?;
        rows.into_iter().map(|row| row.into_cell(group, key)).collect()
    }

    /// The cells of one period for every group of a kind.
    pub async fn cells_in(
        &mut self,
        group: GroupKind,
        period_kind: &'static str,
        period_key: &str,
    ) -> Result<Vec<Cell>, StoreError> {
        let rows: Vec<NamedRow> = writing!(self, conn => {
            sqlx::query_as(
                "SELECT group_key, period_kind, period_key, starts_at, ends_at, figures FROM cell
                 WHERE group_kind = $1 AND period_kind = $2 AND period_key = $3 ORDER BY group_key")
                .bind(group.as_str()).bind(period_kind).bind(period_key).fetch_all(conn).await
        })?;
        rows.into_iter().map(|row| row.cell.into_cell(group, &row.group_key)).collect()
    }

    pub async fn save_cells(&mut self, cells: &[Cell]) -> Result<(), StoreError> {
        self.insert_cells(&written(cells)?).await
    }

    /// Makes these cells all there are. What is stored already is not written again: reading is cheaper.
    pub async fn replace_all_cells(&mut self, cells: &[Cell]) -> Result<(), StoreError> {
        let stored: Vec<StoredCell> = writing!(self, conn => {
            sqlx::query_as(
                "SELECT group_kind, group_key, period_kind, period_key, starts_at, ends_at, figures FROM cell")
                .fetch_all(conn).await
        })?;
        let mut fresh = written(cells)?;
        let names: HashSet<CellName<'_>> = fresh.iter().map(|(cell, _)| name(cell)).collect();
        for gone in stored.iter().filter(|cell| !names.contains(&cell.name())) {
            self.drop_cell(gone.name()).await?;
        }
        let stored: HashMap<CellName<'_>, &StoredCell> =
            stored.iter().map(|cell| (cell.name(), cell)).collect();
        fresh.retain(|(cell, figures)| {
            let is_stored = |known: &&StoredCell| {
                (known.starts_at, known.ends_at) == (cell.span.start.0, cell.span.end.0)
                    && known.figures == *figures
            };
            !stored.get(&name(cell)).is_some_and(is_stored)
        });
        self.insert_cells(&fresh).await
    }

    async fn insert_cells(&mut self, rows: &[(&Cell, String)]) -> Result<(), StoreError> {
        insert_rows!(
            self,
            "INSERT INTO cell (group_kind, group_key, period_kind, period_key, starts_at, ends_at, figures) ",
            rows,
            |b, row| {
                let (cell, figures) = row;
                b.push_bind(cell.group.as_str()).push_bind(&cell.group_key).push_bind(cell.period_kind);
                b.push_bind(&cell.period_key).push_bind(cell.span.start.0).push_bind(cell.span.end.0);
                b.push_bind(figures);
            },
            " ON CONFLICT (group_kind, group_key, period_kind, period_key) DO UPDATE SET
              starts_at = excluded.starts_at, ends_at = excluded.ends_at, figures = excluded.figures"
        );
        Ok(())
    }

    async fn drop_cell(&mut self, (group, key, period, period_key): CellName<'_>) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "DELETE FROM cell
                 WHERE group_kind = $1 AND group_key = $2 AND period_kind = $3 AND period_key = $4")
                .bind(group).bind(key).bind(period).bind(period_key).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Forgets a group's cells of periods that exist no longer.
    pub async fn drop_cells(&mut self, group: GroupKind, key: &str) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM cell WHERE group_kind = $1 AND group_key = $2")
                .bind(group.as_str()).bind(key).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Before everything is derived anew: facts, blocks, marks and cells go, raw payloads stay. So do facts whose payload
    /// is not kept any more.
    pub async fn forget_derived(&mut self) -> Result<(), StoreError> {
        for sql in ["DELETE FROM cell", "DELETE FROM dirty_block", "DELETE FROM fact_block"] {
            writing!(self, conn => sqlx::query(sql).execute(conn).await.map(|_| ()))?;
        }
        self.forget_facts().await
    }
}
