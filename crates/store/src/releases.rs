//! Releases: the figures of a group and period as far as they may be shown. Pages, exports and the API read these and
//! never a cell.

use domain::{
    EpochMs, Span,
    figure::{Figure, MetricId, Remark},
    period::GroupKind,
};

use crate::{
    Store, StoreError, Tx,
    cells::{SPRINT, period_kind},
};

#[derive(Debug, Clone, PartialEq)]
pub struct Release {
    pub group: GroupKind,
    pub group_key: String,
    /// [`SPRINT`], [`crate::cells::BASELINE`] or [`crate::cells::NOW`].
    pub period_kind: &'static str,
    pub period_key: String,
    pub span: Span,
    /// Guarded by `privacy`, each metric once.
    pub figures: Vec<Figure>,
    /// At most one for a metric.
    pub remarks: Vec<(MetricId, Remark)>,
}

/// A release with the text that is stored of it. Making that takes longer than storing it: who computes on several
/// threads makes it there, while nobody waits for the transaction.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    pub release: Release,
    figures: String,
    remarks: String,
}

impl Release {
    pub fn written(self) -> Result<Written, StoreError> {
        let broken = |e| StoreError::inconsistent("release", "figures", &self.group_key, e);
        let figures = serde_json::to_string(&self.figures).map_err(broken)?;
        let remarks = serde_json::to_string(&self.remarks).map_err(broken)?;
        Ok(Written { release: self, figures, remarks })
    }
}

#[derive(sqlx::FromRow)]
struct ReleaseRow {
    group_key: String,
    period_kind: String,
    period_key: String,
    starts_at: i64,
    ends_at: i64,
    figures: String,
    remarks: String,
}

impl ReleaseRow {
    fn into_release(self, group: GroupKind) -> Result<Release, StoreError> {
        let name = format!("{}/{}", self.group_key, self.period_key);
        let broken = |column, e: serde_json::Error| StoreError::inconsistent("release", column, &name, e);
        Ok(Release {
            group,
            period_kind: period_kind(&self.period_kind).ok_or_else(|| {
                StoreError::inconsistent("release", "period_kind", &name, &self.period_kind)
            })?,
            span: Span { start: EpochMs(self.starts_at), end: EpochMs(self.ends_at) },
            figures: serde_json::from_str(&self.figures).map_err(|e| broken("figures", e))?,
            remarks: serde_json::from_str(&self.remarks).map_err(|e| broken("remarks", e))?,
            group_key: self.group_key,
            period_key: self.period_key,
        })
    }
}

fn releases(rows: Vec<ReleaseRow>, group: GroupKind) -> Result<Vec<Release>, StoreError> {
    rows.into_iter().map(|row| row.into_release(group)).collect()
}

const OF_GROUP: &str =
    "SELECT group_key, period_kind, period_key, starts_at, ends_at, figures, remarks FROM release
    WHERE group_kind = $1 AND group_key = $2 ORDER BY starts_at, ends_at";
const OF_KIND: &str =
    "SELECT group_key, period_kind, period_key, starts_at, ends_at, figures, remarks FROM release
    WHERE group_kind = $1 AND period_kind = $2 ORDER BY group_key, starts_at";

impl Store {
    /// What is shown of a group, in order of time, its baseline and this moment among it.
    pub async fn releases(&self, group: GroupKind, key: &str) -> Result<Vec<Release>, StoreError> {
        let rows: Vec<ReleaseRow> = reading!(self, pool => {
            sqlx::query_as(OF_GROUP).bind(group.as_str()).bind(key).fetch_all(pool).await
        })?;
        releases(rows, group)
    }

    /// What is shown of every group of a kind for this kind of period.
    pub async fn releases_of(
        &self,
        group: GroupKind,
        period_kind: &'static str,
    ) -> Result<Vec<Release>, StoreError> {
        let rows: Vec<ReleaseRow> = reading!(self, pool => {
            sqlx::query_as(OF_KIND).bind(group.as_str()).bind(period_kind).fetch_all(pool).await
        })?;
        releases(rows, group)
    }

    /// For every group of a kind, what is shown of the sprint that holds an instant.
    pub async fn releases_at(&self, group: GroupKind, at: EpochMs) -> Result<Vec<Release>, StoreError> {
        let rows: Vec<ReleaseRow> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT group_key, period_kind, period_key, starts_at, ends_at, figures, remarks FROM release
                 WHERE group_kind = $1 AND period_kind = $2 AND starts_at <= $3 AND ends_at > $3 ORDER BY group_key")
                .bind(group.as_str()).bind(SPRINT).bind(at.0).fetch_all(pool).await
        })?;
        releases(rows, group)
    }

    /// Is anything waiting to be released? Cheap, and takes no lock: for those who look often.
    pub async fn anything_unreleased(&self) -> Result<bool, StoreError> {
        let found: Option<String> = reading!(self, pool => {
            sqlx::query_scalar("SELECT period_key FROM unreleased LIMIT 1").fetch_optional(pool).await
        })?;
        Ok(found.is_some())
    }
}

impl Tx {
    /// As [`Store::releases`], as this transaction sees it.
    pub async fn releases(&mut self, group: GroupKind, key: &str) -> Result<Vec<Release>, StoreError> {
        let rows: Vec<ReleaseRow> = writing!(self, conn => {
            sqlx::query_as(OF_GROUP).bind(group.as_str()).bind(key).fetch_all(conn).await
        })?;
        releases(rows, group)
    }

    /// As [`Store::releases_of`], as this transaction sees it.
    pub async fn releases_of(
        &mut self,
        group: GroupKind,
        period_kind: &'static str,
    ) -> Result<Vec<Release>, StoreError> {
        let rows: Vec<ReleaseRow> = writing!(self, conn => {
            sqlx::query_as(OF_KIND).bind(group.as_str()).bind(period_kind).fetch_all(conn).await
        })?;
        releases(rows, group)
    }

    /// The keys of all sprints of which anything was released.
    pub async fn released_sprints(&mut self) -> Result<Vec<String>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar("SELECT DISTINCT period_key FROM release WHERE period_kind = $1")
                .bind(SPRINT).fetch_all(conn).await
        })?)
    }

    /// Says that figures of these periods changed.
    pub async fn mark_unreleased(&mut self, periods: &[(&'static str, String)]) -> Result<(), StoreError> {
        insert_rows!(
            self,
            "INSERT INTO unreleased (period_kind, period_key) ",
            periods,
            |b, period| {
                b.push_bind(period.0).push_bind(&period.1);
            },
            " ON CONFLICT (period_kind, period_key) DO NOTHING"
        );
        Ok(())
    }

    /// Takes the periods that are marked, as (kind, key); the marks come back if the transaction does not commit.
    pub async fn take_unreleased(&mut self) -> Result<Vec<(String, String)>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_as("DELETE FROM unreleased RETURNING period_kind, period_key").fetch_all(conn).await
        })?)
    }

    /// Replaces all that is shown of a period. What is stored already is not written again: reading is cheaper.
    pub async fn replace_releases(
        &mut self,
        period_kind: &'static str,
        period_key: &str,
        rows: &[Written],
    ) -> Result<(), StoreError> {
        if self.are_stored(period_kind, period_key, rows).await? {
            return Ok(());
        }
        writing!(self, conn => {
            sqlx::query("DELETE FROM release WHERE period_kind = $1 AND period_key = $2")
                .bind(period_kind).bind(period_key).execute(conn).await.map(|_| ())
        })?;
        self.insert_releases(rows).await
    }

    /// Are these rows, and no others, what is stored of a period?
    async fn are_stored(
        &mut self,
        period_kind: &'static str,
        period_key: &str,
        rows: &[Written],
    ) -> Result<bool, StoreError> {
        let stored: Vec<(String, String, i64, i64, String, String)> = writing!(self, conn => {
            sqlx::query_as(
                "SELECT group_kind, group_key, starts_at, ends_at, figures, remarks FROM release
                 WHERE period_kind = $1 AND period_key = $2")
                .bind(period_kind).bind(period_key).fetch_all(conn).await
        })?;
        let known = stored.iter().map(|(group, key, start, end, figures, remarks)| {
            (group.as_str(), key.as_str(), *start, *end, figures.as_str(), remarks.as_str())
        });
        let fresh = rows.iter().map(|Written { release, figures, remarks }| {
            let Release { group, group_key, span, .. } = release;
            let (start, end) = (span.start.0, span.end.0);
            (group.as_str(), group_key.as_str(), start, end, figures.as_str(), remarks.as_str())
        });
        let (mut known, mut fresh): (Vec<_>, Vec<_>) = (known.collect(), fresh.collect());
        known.sort_unstable();
        fresh.sort_unstable();
        Ok(known == fresh)
    }

    async fn insert_releases(&mut self, rows: &[Written]) -> Result<(), StoreError> {
        insert_rows!(
            self,
            "INSERT INTO release
             (group_kind, group_key, period_kind, period_key, starts_at, ends_at, figures, remarks) ",
            rows,
            |b, row| {
                let Written { release, figures, remarks } = row;
                b.push_bind(release.group.as_str()).push_bind(&release.group_key);
                b.push_bind(release.period_kind).push_bind(&release.period_key);
                b.push_bind(release.span.start.0).push_bind(release.span.end.0);
                b.push_bind(figures).push_bind(remarks);
            },
            ""
        );
        Ok(())
    }
}
