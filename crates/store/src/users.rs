//! Who may sign in, with role and reach.

use domain::{
    CohortKey, PersonId,
    viewer::{AccessRole, Viewer},
};
use uuid::Uuid;

use crate::{Store, StoreError, Tx, directory::team_key};

/// A made-up person of the demo organisation who can be signed in as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Persona {
    pub persona: String,
    pub name: String,
    pub role: AccessRole,
    pub person: Option<PersonId>,
    pub teams: Vec<String>,
    pub cohorts: Vec<String>,
}

#[derive(sqlx::FromRow)]
struct UserRow {
    id: i64,
    name: String,
    role: String,
    person_id: Option<Uuid>,
}

fn role(user: i64, text: &str) -> Result<AccessRole, StoreError> {
    AccessRole::parse(text).ok_or_else(|| StoreError::inconsistent("user_account", "role", user, text))
}

impl Store {
    /// The viewer that a signed-in user is now: roles and reach are read at every request, so a change holds at once.
    pub async fn viewer(&self, user_id: i64) -> Result<Option<Viewer>, StoreError> {
        let row: Option<UserRow> = reading!(self, pool => {
            sqlx::query_as("SELECT id, name, role, person_id FROM user_account WHERE id = $1")
                .bind(user_id).fetch_optional(pool).await
        })?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Viewer {
            user_id: row.id,
            name: row.name,
            person: row.person_id.map(PersonId),
            role: role(row.id, &row.role)?,
            teams: self.user_teams(user_id).await?,
            cohorts: self.user_cohorts(user_id).await?,
        }))
    }

    async fn user_teams(&self, user_id: i64) -> Result<Vec<domain::TeamKey>, StoreError> {
        let teams: Vec<String> = reading!(self, pool => {
            sqlx::query_scalar("SELECT team FROM user_team WHERE user_id = $1 ORDER BY team")
                .bind(user_id).fetch_all(pool).await
        })?;
        teams.iter().map(|team| team_key("user_team", team)).collect()
    }

    async fn user_cohorts(&self, user_id: i64) -> Result<Vec<CohortKey>, StoreError> {
        let cohorts: Vec<String> = reading!(self, pool => {
            sqlx::query_scalar("SELECT cohort FROM user_cohort WHERE user_id = $1 ORDER BY cohort")
                .bind(user_id).fetch_all(pool).await
        })?;
        let broken = |e| StoreError::inconsistent("user_cohort", "cohort", user_id, e);
        cohorts.iter().map(|key| CohortKey::new(key).map_err(broken)).collect()
    }

    /// The demo's personas in order of creation: (user id, persona, name, role).
    pub async fn personas(&self) -> Result<Vec<(i64, String, String, AccessRole)>, StoreError> {
        let rows: Vec<(i64, String, String, String)> = reading!(self, pool => {
            sqlx::query_as("SELECT id, persona, name, role FROM user_account WHERE persona IS NOT NULL ORDER BY id")
                .fetch_all(pool).await
        })?;
        rows.into_iter().map(|(id, persona, name, text)| Ok((id, persona, name, role(id, &text)?))).collect()
    }
}

impl Tx {
    pub async fn save_persona(&mut self, persona: &Persona) -> Result<(), StoreError> {
        let id: i64 = writing!(self, conn => {
            sqlx::query_scalar(
                "INSERT INTO user_account (name, role, person_id, persona) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (persona) DO UPDATE SET name = excluded.name, role = excluded.role,
                    person_id = excluded.person_id RETURNING id")
                .bind(&persona.name).bind(persona.role.as_str()).bind(persona.person.map(|p| p.0))
                .bind(&persona.persona).fetch_one(conn).await
        })?;
        for team in &persona.teams {
            writing!(self, conn => {
                sqlx::query("INSERT INTO user_team (user_id, team) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                    .bind(id).bind(team).execute(conn).await.map(|_| ())
            })?;
        }
        for cohort in &persona.cohorts {
            writing!(self, conn => {
                sqlx::query("INSERT INTO user_cohort (user_id, cohort) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                    .bind(id).bind(cohort).execute(conn).await.map(|_| ())
            })?;
        }
        Ok(())
    }
}
