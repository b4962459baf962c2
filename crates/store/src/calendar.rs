//! Days that stand out: holidays, releases, reorganisations.

use domain::calendar::{Mark, MarkKind};

use crate::{Store, StoreError, Tx, directory::team_key};

#[derive(sqlx::FromRow)]
struct MarkRow {
    team: String,
    kind: String,
    first_day: String,
    last_day: String,
    label: String,
}

impl TryFrom<MarkRow> for Mark {
    type Error = StoreError;

    fn try_from(row: MarkRow) -> Result<Self, StoreError> {
        let broken =
            |column, problem: String| StoreError::inconsistent("calendar_mark", column, &row.label, problem);
        let kind = MarkKind::parse(&row.kind).ok_or_else(|| broken("kind", row.kind.clone()))?;
        let first_day = row.first_day.parse().map_err(|e: jiff::Error| broken("first_day", e.to_string()))?;
        let last_day = row.last_day.parse().map_err(|e: jiff::Error| broken("last_day", e.to_string()))?;
        let team = if row.team.is_empty() { None } else { Some(team_key("calendar_mark", &row.team)?) };
        Ok(Mark { team, kind, first_day, last_day, label: row.label })
    }
}

impl Store {
    /// Every mark, by day.
    pub async fn marks(&self) -> Result<Vec<Mark>, StoreError> {
        let rows: Vec<MarkRow> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT team, kind, first_day, last_day, label FROM calendar_mark ORDER BY first_day, kind, label, team")
                .fetch_all(pool).await
        })?;
        rows.into_iter().map(Mark::try_from).collect()
    }
}

impl Tx {
    pub async fn all_marks(&mut self) -> Result<Vec<Mark>, StoreError> {
        let rows: Vec<MarkRow> = writing!(self, conn => {
            sqlx::query_as(
                "SELECT team, kind, first_day, last_day, label FROM calendar_mark ORDER BY first_day, kind, label, team")
                .fetch_all(conn).await
        })?;
        rows.into_iter().map(Mark::try_from).collect()
    }

    pub async fn save_mark(&mut self, mark: &Mark) -> Result<(), StoreError> {
        let team = mark.team.as_ref().map_or("", |team| team.as_str());
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO calendar_mark (team, kind, first_day, last_day, label) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (team, kind, first_day, label) DO UPDATE SET last_day = excluded.last_day")
                .bind(team).bind(mark.kind.as_str()).bind(mark.first_day.to_string())
                .bind(mark.last_day.to_string()).bind(&mark.label)
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}
