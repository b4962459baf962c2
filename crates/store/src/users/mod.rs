//! Who may sign in.

mod grants;
mod personas;

use domain::{EpochMs, PersonId};
use uuid::Uuid;

pub use grants::RoleGrant;
pub(crate) use grants::{columns, scope_of};
pub use personas::Persona;

use crate::{Store, StoreError, Tx};
use grants::GrantRow;

/// Somebody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub id: i64,
    pub name: String,
    pub person: Option<PersonId>,
    pub disabled: bool,
}

#[derive(sqlx::FromRow)]
struct UserRow {
    id: i64,
    name: String,
    person_id: Option<Uuid>,
    disabled_at: Option<i64>,
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        let UserRow { id, name, person_id, disabled_at } = row;
        User { id, name, person: person_id.map(PersonId), disabled: disabled_at.is_some() }
    }
}

/// A role with whoever holds it.
#[derive(sqlx::FromRow)]
struct HeldRow {
    name: String,
    person_id: Option<Uuid>,
    disabled_at: Option<i64>,
    #[sqlx(flatten)]
    grant: GrantRow,
}

impl From<&HeldRow> for User {
    fn from(row: &HeldRow) -> Self {
        User {
            id: row.grant.user_id,
            name: row.name.clone(),
            person: row.person_id.map(PersonId),
            disabled: row.disabled_at.is_some(),
        }
    }
}

const USER: &str = "SELECT id, name, person_id, disabled_at FROM user_account WHERE id = $1";

const HELD_NOW: &str = "SELECT u.name, u.person_id, u.disabled_at,
    g.id, g.user_id, g.role, g.scope_kind, g.scope_key, g.source, g.valid_from, g.valid_to
    FROM user_account u JOIN role_grant g ON g.user_id = u.id
    WHERE u.id = $1 AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to > $2) ORDER BY g.id";

impl Store {
    /// [`Store::user`] and [`Store::role_grants`] in one question, since every request asks it.
    pub async fn user_with_roles(
        &self,
        id: i64,
        at: EpochMs,
    ) -> Result<Option<(User, Vec<RoleGrant>)>, StoreError> {
        let rows: Vec<HeldRow> = reading!(self, pool => {
            sqlx::query_as(HELD_NOW).bind(id).bind(at.0).fetch_all(pool).await
        })?;
        let Some(user) = rows.first().map(User::from) else {
            return Ok(self.user(id).await?.map(|user| (user, Vec::new())));
        };
        let roles: Result<_, StoreError> = rows.into_iter().map(|row| row.grant.try_into()).collect();
        Ok(Some((user, roles?)))
    }

    pub async fn user(&self, id: i64) -> Result<Option<User>, StoreError> {
        let row: Option<UserRow> = reading!(self, pool => {
            sqlx::query_as(USER)
                .bind(id).fetch_optional(pool).await
        })?;
        Ok(row.map(User::from))
    }
}

impl Tx {
    /// [`Store::user`], as this transaction sees it.
    pub async fn user(&mut self, id: i64) -> Result<Option<User>, StoreError> {
        let row: Option<UserRow> = writing!(self, conn => {
            sqlx::query_as(USER).bind(id).fetch_optional(conn).await
        })?;
        Ok(row.map(User::from))
    }

    /// Makes somebody who may sign in once they have a way to. They have no role yet.
    pub async fn create_user(&mut self, name: &str) -> Result<i64, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar("INSERT INTO user_account (name) VALUES ($1) RETURNING id")
                .bind(name).fetch_one(conn).await
        })?)
    }

    /// Notes when a user was last here. While they are, their sessions know it better.
    pub async fn note_seen(&mut self, user: i64, at: EpochMs) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("UPDATE user_account SET last_seen_at = $1 WHERE id = $2")
                .bind(at.0).bind(user).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Disables a user from an instant on, or (`None`) enables them; says no where they were so already.
    pub async fn set_disabled(&mut self, user: i64, at: Option<EpochMs>) -> Result<bool, StoreError> {
        let changed = writing!(self, conn => {
            sqlx::query(
                "UPDATE user_account SET disabled_at = $1
                 WHERE id = $2 AND (disabled_at IS NULL) = ($1 IS NOT NULL)")
                .bind(at.map(|at| at.0)).bind(user).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(changed == 1)
    }

    /// Says which person of the directory a user is, or (`None`) that they are nobody of it.
    pub async fn set_user_person(&mut self, user: i64, person: Option<PersonId>) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("UPDATE user_account SET person_id = $1 WHERE id = $2")
                .bind(person.map(|p| p.0)).bind(user).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// The users who are this person.
    pub async fn users_of(&mut self, person: PersonId) -> Result<Vec<i64>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar("SELECT id FROM user_account WHERE person_id = $1 ORDER BY id")
                .bind(person.0).fetch_all(conn).await
        })?)
    }
}
