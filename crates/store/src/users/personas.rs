//! Made-up people of the demo organisation.

use domain::{
    PersonId, Span,
    viewer::{AccessRole, Scope},
};

use super::grants::role;
use crate::{Store, StoreError, Tx};

/// A made-up person of the demo organisation who can be signed in as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Persona {
    pub persona: String,
    pub name: String,
    pub role: AccessRole,
    pub person: Option<PersonId>,
    pub scopes: Vec<Scope>,
}

impl Store {
    /// The demo's personas in order of creation: (user id, persona, name, role).
    pub async fn personas(&self) -> Result<Vec<(i64, String, String, AccessRole)>, StoreError> {
        let rows: Vec<(i64, String, String, String)> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT u.id, u.persona, u.name, MIN(g.role) FROM user_account u
                 JOIN role_grant g ON g.user_id = u.id
                 WHERE u.persona IS NOT NULL GROUP BY u.id, u.persona, u.name ORDER BY u.id")
                .fetch_all(pool).await
        })?;
        rows.into_iter().map(|(id, persona, name, text)| Ok((id, persona, name, role(id, &text)?))).collect()
    }
}

impl Tx {
    /// Creates a demo persona or makes it anew, with exactly these scopes.
    pub async fn save_persona(&mut self, persona: &Persona) -> Result<i64, StoreError> {
        let id: i64 = writing!(self, conn => {
            sqlx::query_scalar(
                "INSERT INTO user_account (name, person_id, persona) VALUES ($1, $2, $3)
                 ON CONFLICT (persona) DO UPDATE SET name = excluded.name, person_id = excluded.person_id
                 RETURNING id")
                .bind(&persona.name).bind(persona.person.map(|p| p.0)).bind(&persona.persona)
                .fetch_one(conn).await
        })?;
        writing!(self, conn => {
            sqlx::query("DELETE FROM role_grant WHERE user_id = $1").bind(id).execute(conn).await.map(|_| ())
        })?;
        for scope in &persona.scopes {
            self.grant_role(id, persona.role, scope, "demo", Span::ALL).await?;
        }
        Ok(id)
    }
}
