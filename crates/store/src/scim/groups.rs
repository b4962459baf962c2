//! Provisioned groups and who is in them.

use domain::EpochMs;
use uuid::Uuid;

use crate::{Store, StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScimGroup {
    pub id: Uuid,
    pub display_name: String,
    /// Empty: none was given.
    pub external_id: String,
    pub created_at: EpochMs,
    pub updated_at: EpochMs,
}

/// Which groups: all conditions hold; none of them means every group.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct GroupSearch {
    pub id: Option<Uuid>,
    /// The display name in lower case.
    pub name_key: Option<String>,
    pub external_id: Option<String>,
    pub member: Option<Uuid>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    display_name: String,
    external_id: String,
    created_at: i64,
    updated_at: i64,
}

impl From<Row> for ScimGroup {
    fn from(row: Row) -> Self {
        ScimGroup {
            id: row.id,
            display_name: row.display_name,
            external_id: row.external_id,
            created_at: EpochMs(row.created_at),
            updated_at: EpochMs(row.updated_at),
        }
    }
}

impl Store {
    /// Groups in the order of their creation, a part of the list at a time, and how many there are in all.
    pub async fn scim_groups(
        &self,
        search: &GroupSearch,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<ScimGroup>, i64), StoreError> {
        let rows: Vec<Row> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT id, display_name, external_id, created_at, updated_at FROM scim_group g
                 WHERE ($1 IS NULL OR id = $1) AND ($2 IS NULL OR name_key = $2) AND ($3 IS NULL OR external_id = $3)
                 AND ($4 IS NULL OR EXISTS (SELECT 1 FROM scim_member m WHERE m.group_id = g.id AND m.member_id = $4))
                 ORDER BY created_at, id LIMIT $5 OFFSET $6")
                .bind(search.id).bind(search.name_key.as_deref()).bind(search.external_id.as_deref())
                .bind(search.member).bind(limit).bind(offset).fetch_all(pool).await
        })?;
        let total: i64 = reading!(self, pool => {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM scim_group g
                 WHERE ($1 IS NULL OR id = $1) AND ($2 IS NULL OR name_key = $2) AND ($3 IS NULL OR external_id = $3)
                 AND ($4 IS NULL OR EXISTS (SELECT 1 FROM scim_member m WHERE m.group_id = g.id AND m.member_id = $4))")
                .bind(search.id).bind(search.name_key.as_deref()).bind(search.external_id.as_deref())
                .bind(search.member).fetch_one(pool).await
        })?;
        Ok((rows.into_iter().map(ScimGroup::from).collect(), total))
    }

    pub async fn scim_members(&self, group: Uuid) -> Result<Vec<Uuid>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar("SELECT member_id FROM scim_member WHERE group_id = $1 ORDER BY member_id")
                .bind(group).fetch_all(pool).await
        })?)
    }

    /// The groups that a provisioned user is in, by name.
    pub async fn scim_groups_of(&self, member: Uuid) -> Result<Vec<ScimGroup>, StoreError> {
        let rows: Vec<Row> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT g.id, g.display_name, g.external_id, g.created_at, g.updated_at FROM scim_group g
                 JOIN scim_member m ON m.group_id = g.id WHERE m.member_id = $1 ORDER BY g.name_key")
                .bind(member).fetch_all(pool).await
        })?;
        Ok(rows.into_iter().map(ScimGroup::from).collect())
    }
}

impl Tx {
    /// A group. Until the transaction ends nobody else locks the same one.
    pub async fn lock_scim_group(&mut self, id: Uuid) -> Result<Option<ScimGroup>, StoreError> {
        let row: Option<Row> = writing!(self, conn => {
            sqlx::query_as(
                "UPDATE scim_group SET updated_at = updated_at WHERE id = $1
                 RETURNING id, display_name, external_id, created_at, updated_at")
                .bind(id).fetch_optional(conn).await
        })?;
        Ok(row.map(ScimGroup::from))
    }

    /// Creates a group or writes it anew.
    ///
    /// # Errors
    /// [`StoreError::is_constraint`] where another group has the name.
    pub async fn save_scim_group(&mut self, group: &ScimGroup) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO scim_group (id, display_name, name_key, external_id, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name, name_key = excluded.name_key,
                    external_id = excluded.external_id, updated_at = excluded.updated_at")
                .bind(group.id).bind(&group.display_name).bind(group.display_name.to_lowercase())
                .bind(&group.external_id).bind(group.created_at.0).bind(group.updated_at.0)
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Forgets a group and who was in it.
    pub async fn delete_scim_group(&mut self, id: Uuid) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM scim_member WHERE group_id = $1").bind(id).execute(conn).await.map(|_| ())
        })?;
        writing!(self, conn => {
            sqlx::query("DELETE FROM scim_group WHERE id = $1").bind(id).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    pub async fn scim_members(&mut self, group: Uuid) -> Result<Vec<Uuid>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar("SELECT member_id FROM scim_member WHERE group_id = $1 ORDER BY member_id")
                .bind(group).fetch_all(conn).await
        })?)
    }

    /// # Errors
    /// [`StoreError::is_constraint`] where there is no such user.
    pub async fn add_scim_member(&mut self, group: Uuid, member: Uuid) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("INSERT INTO scim_member (group_id, member_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(group).bind(member).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    pub async fn remove_scim_member(&mut self, group: Uuid, member: Uuid) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM scim_member WHERE group_id = $1 AND member_id = $2")
                .bind(group).bind(member).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// The names of the groups that a provisioned user is in.
    pub async fn scim_group_names(&mut self, member: Uuid) -> Result<Vec<String>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "SELECT g.display_name FROM scim_group g JOIN scim_member m ON m.group_id = g.id
                 WHERE m.member_id = $1 ORDER BY g.name_key")
                .bind(member).fetch_all(conn).await
        })?)
    }
}
