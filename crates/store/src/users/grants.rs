//! The roles that users were given.

use domain::{
    CohortKey, EpochMs, Span, TeamKey,
    viewer::{AccessRole, Scope},
};

use crate::{Store, StoreError, Tx};

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

#[derive(sqlx::FromRow)]
pub(super) struct GrantRow {
    pub(super) id: i64,
    pub(super) user_id: i64,
    role: String,
    scope_kind: String,
    scope_key: String,
    source: String,
    valid_from: i64,
    valid_to: Option<i64>,
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

pub(super) fn role(id: i64, text: &str) -> Result<AccessRole, StoreError> {
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

const GRANTS_NOW: &str =
    "SELECT id, user_id, role, scope_kind, scope_key, source, valid_from, valid_to FROM role_grant
    WHERE user_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2) ORDER BY id";

/// How many users other than one ($2) administer at an instant ($1) and are not disabled.
const ADMINISTRATORS: &str = "SELECT COUNT(DISTINCT u.id) FROM user_account u
    JOIN role_grant g ON g.user_id = u.id
    WHERE g.role = 'admin' AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1)
    AND u.disabled_at IS NULL AND u.persona IS NULL AND u.id <> $2";

impl Store {
    /// The roles that a user holds at an instant, in the order in which they were given.
    pub async fn role_grants(&self, user: i64, at: EpochMs) -> Result<Vec<RoleGrant>, StoreError> {
        let rows: Vec<GrantRow> = reading!(self, pool => {
            sqlx::query_as(GRANTS_NOW).bind(user).bind(at.0).fetch_all(pool).await
        })?;
        rows.into_iter().map(RoleGrant::try_from).collect()
    }

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

impl Tx {
    /// [`Store::role_grants`], as this transaction sees them.
    pub async fn role_grants(&mut self, user: i64, at: EpochMs) -> Result<Vec<RoleGrant>, StoreError> {
        let rows: Vec<GrantRow> = writing!(self, conn => {
            sqlx::query_as(GRANTS_NOW).bind(user).bind(at.0).fetch_all(conn).await
        })?;
        rows.into_iter().map(RoleGrant::try_from).collect()
    }

    /// How many others than this user administer at an instant. Ask within [`Tx::own_administrators`].
    pub async fn other_administrators(&mut self, user: i64, at: EpochMs) -> Result<i64, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(ADMINISTRATORS).bind(at.0).bind(user).fetch_one(conn).await
        })?)
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
}
