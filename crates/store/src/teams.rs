//! Teams, the trackers and repositories they answer for, their sprints.

use domain::{EpochMs, RepositoryName, Span, SprintKey, TeamKey, calendar::WorkingTime, period::Sprint};

use crate::{Store, StoreError, Tx, directory::team_key};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    pub key: TeamKey,
    pub name: String,
    pub working_time: WorkingTime,
}

#[derive(sqlx::FromRow)]
struct TeamRow {
    key: String,
    name: String,
    time_zone: String,
    day_starts: i64,
    day_ends: i64,
}

impl TryFrom<TeamRow> for Team {
    type Error = StoreError;

    fn try_from(row: TeamRow) -> Result<Self, StoreError> {
        let minutes = |column, value: i64| {
            u16::try_from(value).map_err(|e| StoreError::inconsistent("team", column, &row.key, e))
        };
        let working_time = WorkingTime {
            time_zone: row.time_zone,
            day_starts: minutes("day_starts", row.day_starts)?,
            day_ends: minutes("day_ends", row.day_ends)?,
            ..WorkingTime::default()
        };
        Ok(Team { key: team_key("team", &row.key)?, name: row.name, working_time })
    }
}

#[derive(sqlx::FromRow)]
struct SprintRow {
    team: String,
    key: String,
    starts_at: i64,
    ends_at: i64,
}

impl TryFrom<SprintRow> for Sprint {
    type Error = StoreError;

    fn try_from(row: SprintRow) -> Result<Self, StoreError> {
        let key =
            SprintKey::new(&row.key).map_err(|e| StoreError::inconsistent("sprint", "key", &row.key, e))?;
        let span = Span { start: EpochMs(row.starts_at), end: EpochMs(row.ends_at) };
        Ok(Sprint { team: team_key("sprint", &row.team)?, key, span })
    }
}

impl Store {
    /// All teams by name.
    pub async fn teams(&self) -> Result<Vec<Team>, StoreError> {
        let rows: Vec<TeamRow> = reading!(self, pool => {
            sqlx::query_as("SELECT key, name, time_zone, day_starts, day_ends FROM team ORDER BY name, key")
                .fetch_all(pool).await
        })?;
        rows.into_iter().map(Team::try_from).collect()
    }

    /// A team's sprints in order of time.
    pub async fn sprints(&self, team: &TeamKey) -> Result<Vec<Sprint>, StoreError> {
        let rows: Vec<SprintRow> = reading!(self, pool => {
            sqlx::query_as("SELECT team, key, starts_at, ends_at FROM sprint WHERE team = $1 ORDER BY starts_at")
                .bind(team.as_str()).fetch_all(pool).await
        })?;
        rows.into_iter().map(Sprint::try_from).collect()
    }

    /// How many people each team has at an instant, by team key.
    pub async fn team_sizes(&self, at: EpochMs) -> Result<Vec<(String, i64)>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(
                "SELECT team, COUNT(DISTINCT person_id) FROM membership
                 WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1) GROUP BY team ORDER BY team")
                .bind(at.0).fetch_all(pool).await
        })?)
    }
}

impl Tx {
    /// Every repository's number and name.
    pub async fn repository_names(&mut self) -> Result<Vec<(i64, String)>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_as("SELECT id, name FROM repository ORDER BY name").fetch_all(conn).await
        })?)
    }

    pub async fn save_team(&mut self, team: &Team) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO team (key, name, time_zone, day_starts, day_ends) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (key) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone,
                    day_starts = excluded.day_starts, day_ends = excluded.day_ends")
                .bind(team.key.as_str()).bind(&team.name).bind(&team.working_time.time_zone)
                .bind(i64::from(team.working_time.day_starts)).bind(i64::from(team.working_time.day_ends))
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Replaces the tracker projects (and components) that a team answers for.
    pub async fn save_trackers(
        &mut self,
        team: &TeamKey,
        places: &[(String, String)],
    ) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM team_tracker WHERE team = $1")
                .bind(team.as_str()).execute(conn).await.map(|_| ())
        })?;
        for (project, component) in places {
            writing!(self, conn => {
                sqlx::query(
                    "INSERT INTO team_tracker (project, component, team) VALUES ($1, $2, $3)
                     ON CONFLICT (project, component) DO UPDATE SET team = excluded.team")
                    .bind(project).bind(component).bind(team.as_str()).execute(conn).await.map(|_| ())
            })?;
        }
        Ok(())
    }

    /// The teams that an issue tracker reports on.
    pub async fn tracked_teams(&mut self) -> Result<Vec<TeamKey>, StoreError> {
        let teams: Vec<String> = writing!(self, conn => {
            sqlx::query_scalar("SELECT DISTINCT team FROM team_tracker ORDER BY team").fetch_all(conn).await
        })?;
        teams.iter().map(|team| team_key("team_tracker", team)).collect()
    }

    pub async fn team_exists(&mut self, team: &TeamKey) -> Result<bool, StoreError> {
        let found: i64 = writing!(self, conn => {
            sqlx::query_scalar("SELECT COUNT(*) FROM team WHERE key = $1")
                .bind(team.as_str()).fetch_one(conn).await
        })?;
        Ok(found > 0)
    }

    pub async fn all_teams(&mut self) -> Result<Vec<Team>, StoreError> {
        let rows: Vec<TeamRow> = writing!(self, conn => {
            sqlx::query_as("SELECT key, name, time_zone, day_starts, day_ends FROM team ORDER BY key")
                .fetch_all(conn).await
        })?;
        rows.into_iter().map(Team::try_from).collect()
    }

    /// Every sprint of every team, by team and time.
    pub async fn all_sprints(&mut self) -> Result<Vec<Sprint>, StoreError> {
        let rows: Vec<SprintRow> = writing!(self, conn => {
            sqlx::query_as("SELECT team, key, starts_at, ends_at FROM sprint ORDER BY team, starts_at")
                .fetch_all(conn).await
        })?;
        rows.into_iter().map(Sprint::try_from).collect()
    }

    /// The sprint of this team that shares time with `span` under another key, if there is one.
    pub async fn overlapping_sprint(&mut self, sprint: &Sprint) -> Result<Option<Sprint>, StoreError> {
        let row: Option<SprintRow> = writing!(self, conn => {
            sqlx::query_as(
                "SELECT team, key, starts_at, ends_at FROM sprint
                 WHERE team = $1 AND key <> $2 AND starts_at < $3 AND ends_at > $4 ORDER BY starts_at LIMIT 1")
                .bind(sprint.team.as_str()).bind(sprint.key.as_str())
                .bind(sprint.span.end.0).bind(sprint.span.start.0)
                .fetch_optional(conn).await
        })?;
        row.map(Sprint::try_from).transpose()
    }

    pub async fn save_sprint(&mut self, sprint: &Sprint) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO sprint (team, key, starts_at, ends_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (team, key) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at")
                .bind(sprint.team.as_str()).bind(sprint.key.as_str())
                .bind(sprint.span.start.0).bind(sprint.span.end.0)
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Another team that owns this repository during part of `span`, if there is one. What is known of the same
    /// first day is about to be replaced.
    pub async fn overlapping_owner(
        &mut self,
        repository: &RepositoryName,
        span: Span,
    ) -> Result<Option<TeamKey>, StoreError> {
        let found: Option<String> = writing!(self, conn => {
            sqlx::query_scalar(
                "SELECT o.team FROM repository_owner o JOIN repository r ON r.id = o.repository_id
                 WHERE r.name = $1 AND o.valid_from <> $2 AND o.valid_from < $3
                 AND (o.valid_to IS NULL OR o.valid_to > $2) ORDER BY o.valid_from LIMIT 1")
                .bind(repository.as_str()).bind(span.start.0).bind(span.end.0).fetch_optional(conn).await
        })?;
        found.map(|team| team_key("repository_owner", &team)).transpose()
    }

    /// Says that a team owns a repository during a span (an end of `i64::MAX` is open), instead of whoever was said
    /// to own it from the same first day on.
    pub async fn save_owner(
        &mut self,
        repository: &RepositoryName,
        team: &TeamKey,
        span: Span,
    ) -> Result<(), StoreError> {
        let id: i64 = writing!(self, conn => {
            sqlx::query_scalar(
                "INSERT INTO repository (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = excluded.name
                 RETURNING id")
                .bind(repository.as_str()).fetch_one(conn).await
        })?;
        writing!(self, conn => {
            sqlx::query("DELETE FROM repository_owner WHERE repository_id = $1 AND valid_from = $2")
                .bind(id).bind(span.start.0).execute(conn).await.map(|_| ())
        })?;
        let until = (span.end.0 != i64::MAX).then_some(span.end.0);
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO repository_owner (repository_id, team, valid_from, valid_to) VALUES ($1, $2, $3, $4)")
                .bind(id).bind(team.as_str()).bind(span.start.0).bind(until).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}
