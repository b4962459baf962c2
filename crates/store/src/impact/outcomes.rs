//! Outcomes as rows. None is deleted: reports of the past speak of them.

use domain::{
    OutcomeKey,
    figure::{Direction, MetricId},
    outcome::{OutcomeDefinition, Rank, Transform},
};

use crate::{Store, StoreError, Tx};

#[derive(sqlx::FromRow)]
struct OutcomeRow {
    key: String,
    name: String,
    metric: String,
    direction: String,
    guards: String,
    smallest_effect: f64,
    transform: String,
    rank: String,
    retired_at: Option<i64>,
}

impl TryFrom<OutcomeRow> for OutcomeDefinition {
    type Error = StoreError;

    fn try_from(row: OutcomeRow) -> Result<Self, StoreError> {
        let broken = |column, problem: String| StoreError::inconsistent("outcome", column, &row.key, problem);
        let unknown = |column, text: &str| broken(column, format!("\"{text}\" is not known"));
        Ok(Self {
            key: OutcomeKey::new(&row.key).map_err(|e| broken("key", e.to_string()))?,
            metric: MetricId::parse(&row.metric).ok_or_else(|| unknown("metric", &row.metric))?,
            direction: Direction::parse(&row.direction)
                .ok_or_else(|| unknown("direction", &row.direction))?,
            guards: serde_json::from_str(&row.guards).map_err(|e| broken("guards", e.to_string()))?,
            smallest_effect: row.smallest_effect,
            transform: Transform::parse(&row.transform)
                .ok_or_else(|| unknown("transform", &row.transform))?,
            rank: Rank::parse(&row.rank).ok_or_else(|| unknown("rank", &row.rank))?,
            retired: row.retired_at.is_some(),
            name: row.name,
        })
    }
}

const OUTCOMES: &str =
    "SELECT key, name, metric, direction, guards, smallest_effect, transform, rank, retired_at
    FROM outcome";

/// Primaries first, then by name; here and not in SQL, since databases sort text by the rules of their language.
fn outcomes(rows: Vec<OutcomeRow>) -> Result<Vec<OutcomeDefinition>, StoreError> {
    let mut outcomes: Vec<OutcomeDefinition> =
        rows.into_iter().map(OutcomeDefinition::try_from).collect::<Result<_, _>>()?;
    let place = |rank| Rank::ALL.iter().position(|other| *other == rank);
    outcomes.sort_by(|a, b| (place(a.rank), &a.name, &a.key).cmp(&(place(b.rank), &b.name, &b.key)));
    Ok(outcomes)
}

impl Store {
    /// Every outcome, retired ones included: primaries first, then by name.
    pub async fn outcomes(&self) -> Result<Vec<OutcomeDefinition>, StoreError> {
        outcomes(reading!(self, pool => sqlx::query_as(OUTCOMES).fetch_all(pool).await)?)
    }
}

impl Tx {
    /// As [`Store::outcomes`], as this transaction sees it.
    pub async fn all_outcomes(&mut self) -> Result<Vec<OutcomeDefinition>, StoreError> {
        outcomes(writing!(self, conn => sqlx::query_as(OUTCOMES).fetch_all(conn).await)?)
    }

    /// Adds an outcome, or replaces the one with this key; whether it is retired stays as it was.
    pub async fn save_outcome(&mut self, outcome: &OutcomeDefinition) -> Result<(), StoreError> {
        let guards = serde_json::to_string(&outcome.guards)
            .map_err(|e| StoreError::inconsistent("outcome", "guards", &outcome.key, e))?;
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO outcome (key, name, metric, direction, guards, smallest_effect, transform, rank)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (key) DO UPDATE SET name = excluded.name, metric = excluded.metric,
                    direction = excluded.direction, guards = excluded.guards,
                    smallest_effect = excluded.smallest_effect, transform = excluded.transform,
                    rank = excluded.rank")
                .bind(outcome.key.as_str()).bind(&outcome.name).bind(outcome.metric.as_str())
                .bind(outcome.direction.as_str()).bind(&guards).bind(outcome.smallest_effect)
                .bind(outcome.transform.as_str()).bind(outcome.rank.as_str())
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Retires an outcome, or brings it back. `false`: there is none of this key.
    pub async fn retire_outcome(
        &mut self,
        key: &OutcomeKey,
        retired_at: Option<i64>,
    ) -> Result<bool, StoreError> {
        let changed = writing!(self, conn => {
            sqlx::query("UPDATE outcome SET retired_at = $2 WHERE key = $1")
                .bind(key.as_str()).bind(retired_at).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(changed > 0)
    }
}
