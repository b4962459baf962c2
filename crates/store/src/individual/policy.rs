//! The policy `individual_work_records`: which roles may look at one person's work record, for which people.

use domain::viewer::{AccessRole, Scope};

use crate::{
    Store, StoreError, Tx,
    users::{columns, scope_of},
};

/// A role that may look at the work records of the people in a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkRecordGrant {
    pub id: i64,
    pub role: AccessRole,
    pub scope: Scope,
    /// Epoch milliseconds.
    pub granted_at: i64,
}

#[derive(sqlx::FromRow)]
struct GrantRow {
    id: i64,
    role: String,
    scope_kind: String,
    scope_key: String,
    granted_at: i64,
}

impl TryFrom<GrantRow> for WorkRecordGrant {
    type Error = StoreError;

    fn try_from(row: GrantRow) -> Result<Self, StoreError> {
        const TABLE: &str = "work_record_grant";
        let unknown = || StoreError::inconsistent(TABLE, "role", row.id, &row.role);
        Ok(Self {
            role: AccessRole::parse(&row.role).ok_or_else(unknown)?,
            scope: scope_of(TABLE, row.id, &row.scope_kind, &row.scope_key)?,
            id: row.id,
            granted_at: row.granted_at,
        })
    }
}

impl Store {
    /// All grants in the order in which they were given. Empty: nobody may look.
    pub async fn work_record_grants(&self) -> Result<Vec<WorkRecordGrant>, StoreError> {
        let rows: Vec<GrantRow> = reading!(self, pool => {
            sqlx::query_as("SELECT id, role, scope_kind, scope_key, granted_at FROM work_record_grant ORDER BY id")
                .fetch_all(pool).await
        })?;
        rows.into_iter().map(WorkRecordGrant::try_from).collect()
    }
}

impl Tx {
    /// Says whether it was not there before.
    pub async fn grant_work_records(
        &mut self,
        role: AccessRole,
        scope: &Scope,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let (kind, key) = columns(scope);
        Ok(writing!(self, conn => {
            sqlx::query(
                "INSERT INTO work_record_grant (role, scope_kind, scope_key, granted_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT DO NOTHING")
                .bind(role.as_str()).bind(kind).bind(key).bind(now_ms)
                .execute(conn).await.map(|done| done.rows_affected() > 0)
        })?)
    }

    /// Takes a grant back; says what it was.
    pub async fn revoke_work_records(&mut self, id: i64) -> Result<Option<WorkRecordGrant>, StoreError> {
        let row: Option<GrantRow> = writing!(self, conn => {
            sqlx::query_as(
                "DELETE FROM work_record_grant WHERE id = $1 RETURNING id, role, scope_kind, scope_key, granted_at")
                .bind(id).fetch_optional(conn).await
        })?;
        row.map(WorkRecordGrant::try_from).transpose()
    }
}
