//! Who may sign in, and the roles they were given.

use domain::{
    CohortKey, EpochMs, PersonId, Span, TeamKey,
    viewer::{AccessRole, Scope},
};
use uuid::Uuid;

use crate::{Store, StoreError, Tx};

/// Somebody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub id: i64,
    pub name: String,
    pub person: Option<PersonId>,
    pub disabled: bool,
}

/// A role that was given to a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleGrant {
    pub id: i64,
    pub user: i64,
    pub role: AccessRole,
    pub scope: Scope,
    /// `administrator`, `demo`, or `provider:NAME`.
    pub source: String,
    pub span: Span,
}

/// A made-up person of the demo organisation who can be signed in as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Persona {
    pub persona: String,
    pub name: String,
    pub role: AccessRole,
    pub person: Option<PersonId>,
    pub scopes: Vec<Scope>,
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

#[derive(sqlx::FromRow)]
struct GrantRow {
    id: i64,
    user_id: i64,
    role: String,
    scope_kind: String,
    scope_key: String,
    source: String,
    valid_from: i64,
    valid_to: Option<i64>,
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

impl TryFrom<GrantRow> for RoleGrant {
    type Error = StoreError;

    fn try_from(row: GrantRow) -> Result<Self, StoreError> {
        Ok(RoleGrant {
            role: role(row.id, &row.role)?,
            scope: scope_of("role_grant", row.id, &row.scope_kind, &row.scope_key)?,
            span: Span { start: EpochMs(row.valid_from), end: EpochMs(row.valid_to.unwrap_or(i64::MAX)) },
            id: row.id,
            user: row.user_id,
            source: row.source,
        })
    }
}

fn role(id: i64, text: &str) -> Result<AccessRole, StoreError> {
    AccessRole::parse(text).ok_or_else(|| StoreError::inconsistent("role_grant", "role", id, text))
}

pub(crate) fn scope_of(table: &'static str, id: i64, kind: &str, key: &str) -> Result<Scope, StoreError> {
    let broken = |e: domain::ids::InvalidId| StoreError::inconsistent(table, "scope_key", id, e);
    match kind {
        "everything" => Ok(Scope::Everything),
        "own" => Ok(Scope::Own),
        "team" => TeamKey::new(key).map(Scope::Team).map_err(broken),
        "cohort" => CohortKey::new(key).map(Scope::Cohort).map_err(broken),
        _ => Err(StoreError::inconsistent(table, "scope_kind", id, kind)),
    }
}

pub(crate) fn columns(scope: &Scope) -> (&'static str, &str) {
    match scope {
        Scope::Everything => ("everything", ""),
        Scope::Own => ("own", ""),
        Scope::Team(team) => ("team", team.as_str()),
        Scope::Cohort(cohort) => ("cohort", cohort.as_str()),
    }
}

const USER: &str = "SELECT id, name, person_id, disabled_at FROM user_account WHERE id = $1";

const GRANTS_NOW: &str =
    "SELECT id, user_id, role, scope_kind, scope_key, source, valid_from, valid_to FROM role_grant
    WHERE user_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2) ORDER BY id";

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

    /// The roles that a user holds at an instant, in the order in which they were given.
    pub async fn role_grants(&self, user: i64, at: EpochMs) -> Result<Vec<RoleGrant>, StoreError> {
        let rows: Vec<GrantRow> = reading!(self, pool => {
            sqlx::query_as(GRANTS_NOW).bind(user).bind(at.0).fetch_all(pool).await
        })?;
        rows.into_iter().map(RoleGrant::try_from).collect()
    }

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

impl Store {
    /// Every role that these users were ever given, those that ended included, in the order in which they were given.
    pub async fn grants_of(&self, users: &[i64]) -> Result<Vec<RoleGrant>, StoreError> {
        let mut found = Vec::new();
        for chunk in users.chunks(crate::bulk::ROWS) {
            let rows: Vec<GrantRow> = reading!(self, pool => {
                let mut query = sqlx::QueryBuilder::new(
                    "SELECT id, user_id, role, scope_kind, scope_key, source, valid_from, valid_to FROM role_grant
                     WHERE user_id IN (");
                let mut list = query.separated(", ");
                for user in chunk { list.push_bind(*user); }
                query.push(") ORDER BY id");
                query.build_query_as().fetch_all(pool).await
            })?;
            found.extend(rows);
        }
        found.into_iter().map(RoleGrant::try_from).collect()
    }

    /// Is there anybody who can sign in and administer at this instant, the demo's personas aside?
    pub async fn has_administrator(&self, at: EpochMs) -> Result<bool, StoreError> {
        let count: i64 = reading!(self, pool => {
            sqlx::query_scalar(ADMINISTRATORS).bind(at.0).bind(0_i64).fetch_one(pool).await
        })?;
        Ok(count > 0)
    }
}

/// How many users other than one ($2) administer at an instant ($1) and are not disabled.
const ADMINISTRATORS: &str = "SELECT COUNT(DISTINCT u.id) FROM user_account u
    JOIN role_grant g ON g.user_id = u.id
    WHERE g.role = 'admin' AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1)
    AND u.disabled_at IS NULL AND u.persona IS NULL AND u.id <> $2";

impl Tx {
    /// [`Store::user`], as this transaction sees it.
    pub async fn user(&mut self, id: i64) -> Result<Option<User>, StoreError> {
        let row: Option<UserRow> = writing!(self, conn => {
            sqlx::query_as(USER).bind(id).fetch_optional(conn).await
        })?;
        Ok(row.map(User::from))
    }

    /// [`Store::role_grants`], as this transaction sees them.
    pub async fn role_grants(&mut self, user: i64, at: EpochMs) -> Result<Vec<RoleGrant>, StoreError> {
        let rows: Vec<GrantRow> = writing!(self, conn => {
            sqlx::query_as(GRANTS_NOW).bind(user).bind(at.0).fetch_all(conn).await
        })?;
        rows.into_iter().map(RoleGrant::try_from).collect()
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

    /// How many others than this user administer at an instant. Ask within [`Tx::own_administrators`].
    pub async fn other_administrators(&mut self, user: i64, at: EpochMs) -> Result<i64, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(ADMINISTRATORS).bind(at.0).bind(user).fetch_one(conn).await
        })?)
    }

    /// Ends a role at an instant; it stays in the history. `None` where the user has no such grant, or it ended before.
    pub async fn end_grant(
        &mut self,
        user: i64,
        grant: i64,
        at: EpochMs,
    ) -> Result<Option<RoleGrant>, StoreError> {
        let row: Option<GrantRow> = writing!(self, conn => {
            sqlx::query_as(
                "UPDATE role_grant SET valid_to = $1
                 WHERE id = $2 AND user_id = $3 AND (valid_to IS NULL OR valid_to > $1)
                 RETURNING id, user_id, role, scope_kind, scope_key, source, valid_from, valid_to")
                .bind(at.0).bind(grant).bind(user).fetch_optional(conn).await
        })?;
        row.map(RoleGrant::try_from).transpose()
    }

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

    /// Gives a role for a scope and a time.
    pub async fn grant_role(
        &mut self,
        user: i64,
        role: AccessRole,
        scope: &Scope,
        source: &str,
        span: Span,
    ) -> Result<(), StoreError> {
        let (kind, key) = columns(scope);
        let until = (span.end.0 != i64::MAX).then_some(span.end.0);
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO role_grant (user_id, role, scope_kind, scope_key, source, valid_from, valid_to)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)")
                .bind(user).bind(role.as_str()).bind(kind).bind(key).bind(source).bind(span.start.0).bind(until)
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}
