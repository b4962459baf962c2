//! The programme: one row.

use domain::{
    figure::MetricId,
    programme::{Outcome, Programme},
};

use crate::{Store, StoreError, Tx};

#[derive(sqlx::FromRow)]
struct ProgrammeRow {
    name: String,
    speed_metric: String,
    speed_target: f64,
    quality_metric: String,
    quality_target: f64,
    baseline_from: String,
    baseline_to: String,
}

impl TryFrom<ProgrammeRow> for Programme {
    type Error = StoreError;

    fn try_from(row: ProgrammeRow) -> Result<Self, StoreError> {
        let broken = |column, problem: String| StoreError::inconsistent("programme", column, 1, problem);
        let metric =
            |column, text: &str| MetricId::parse(text).ok_or_else(|| broken(column, text.to_owned()));
        let day = |column, text: &str| text.parse().map_err(|e: jiff::Error| broken(column, e.to_string()));
        Ok(Programme {
            speed: Outcome {
                metric: metric("speed_metric", &row.speed_metric)?,
                target_change: row.speed_target,
            },
            quality: Outcome {
                metric: metric("quality_metric", &row.quality_metric)?,
                target_change: row.quality_target,
            },
            baseline_from: day("baseline_from", &row.baseline_from)?,
            baseline_to: day("baseline_to", &row.baseline_to)?,
            name: row.name,
        })
    }
}

const PROGRAMME: &str = "SELECT name, speed_metric, speed_target, quality_metric, quality_target,
    baseline_from, baseline_to FROM programme";

impl Store {
    pub async fn programme(&self) -> Result<Option<Programme>, StoreError> {
        let row: Option<ProgrammeRow> =
            reading!(self, pool => sqlx::query_as(PROGRAMME).fetch_optional(pool).await)?;
        row.map(Programme::try_from).transpose()
    }
}

impl Tx {
    pub async fn programme(&mut self) -> Result<Option<Programme>, StoreError> {
        let row: Option<ProgrammeRow> =
            writing!(self, conn => sqlx::query_as(PROGRAMME).fetch_optional(conn).await)?;
        row.map(Programme::try_from).transpose()
    }

    pub async fn save_programme(&mut self, programme: &Programme) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO programme (id, name, speed_metric, speed_target, quality_metric, quality_target,
                    baseline_from, baseline_to) VALUES (1, $1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (id) DO UPDATE SET name = excluded.name, speed_metric = excluded.speed_metric,
                    speed_target = excluded.speed_target, quality_metric = excluded.quality_metric,
                    quality_target = excluded.quality_target, baseline_from = excluded.baseline_from,
                    baseline_to = excluded.baseline_to")
                .bind(&programme.name)
                .bind(programme.speed.metric.as_str()).bind(programme.speed.target_change)
                .bind(programme.quality.metric.as_str()).bind(programme.quality.target_change)
                .bind(programme.baseline_from.to_string()).bind(programme.baseline_to.to_string())
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}
