//! Provisioned users.

use domain::{EpochMs, PersonId};
use uuid::Uuid;

use crate::{Store, StoreError, Tx};

/// A user as an identity provider describes them, and the account that is theirs. `Debug` leaves out who it is.
#[derive(Clone, PartialEq, Eq)]
pub struct ScimUser {
    pub id: Uuid,
    /// The account.
    pub user: i64,
    /// In lower case.
    pub user_name: String,
    /// Empty: none was given.
    pub external_id: String,
    /// JSON.
    pub attributes: String,
    pub created_at: EpochMs,
    pub updated_at: EpochMs,
}

impl std::fmt::Debug for ScimUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ScimUser").field("id", &self.id).field("user", &self.user).finish_non_exhaustive()
    }
}

/// Which users: all conditions hold; none of them means everybody.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct UserSearch {
    pub id: Option<Uuid>,
    /// In lower case.
    pub user_name: Option<String>,
    pub external_id: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    user_id: i64,
    user_name: String,
    external_id: String,
    attributes: String,
    created_at: i64,
    updated_at: i64,
}

impl From<Row> for ScimUser {
    fn from(row: Row) -> Self {
        ScimUser {
            id: row.id,
            user: row.user_id,
            user_name: row.user_name,
            external_id: row.external_id,
            attributes: row.attributes,
            created_at: EpochMs(row.created_at),
            updated_at: EpochMs(row.updated_at),
        }
    }
}

impl Store {
    /// Users in the order of their creation, a part of the list at a time, and how many there are in all.
    pub async fn scim_users(
        &self,
        search: &UserSearch,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<ScimUser>, i64), StoreError> {
        let rows: Vec<Row> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT id, user_id, user_name, external_id, attributes, created_at, updated_at FROM scim_user
                 WHERE ($1 IS NULL OR id = $1) AND ($2 IS NULL OR user_name = $2) AND ($3 IS NULL OR external_id = $3)
                 ORDER BY user_id LIMIT $4 OFFSET $5")
                .bind(search.id).bind(search.user_name.as_deref()).bind(search.external_id.as_deref())
                .bind(limit).bind(offset).fetch_all(pool).await
        })?;
        let total: i64 = reading!(self, pool => {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM scim_user
                 WHERE ($1 IS NULL OR id = $1) AND ($2 IS NULL OR user_name = $2) AND ($3 IS NULL OR external_id = $3)")
                .bind(search.id).bind(search.user_name.as_deref()).bind(search.external_id.as_deref())
                .fetch_one(pool).await
        })?;
        Ok((rows.into_iter().map(ScimUser::from).collect(), total))
    }
}

impl Tx {
    pub async fn scim_user(&mut self, id: Uuid) -> Result<Option<ScimUser>, StoreError> {
        let row: Option<Row> = writing!(self, conn => {
            sqlx::query_as(
                "SELECT id, user_id, user_name, external_id, attributes, created_at, updated_at FROM scim_user
                 WHERE id = $1")
                .bind(id).fetch_optional(conn).await
        })?;
        Ok(row.map(ScimUser::from))
    }

    /// The account of a provisioned user. Until the transaction ends nobody else locks the same user.
    pub async fn lock_scim_user(&mut self, id: Uuid) -> Result<Option<i64>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar("UPDATE scim_user SET updated_at = updated_at WHERE id = $1 RETURNING user_id")
                .bind(id).fetch_optional(conn).await
        })?)
    }

    /// Creates a provisioned user or writes them anew.
    ///
    /// # Errors
    /// [`StoreError::is_constraint`] where another one has the user name, or the account is another one's.
    pub async fn save_scim_user(&mut self, user: &ScimUser) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO scim_user (id, user_id, user_name, external_id, attributes, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (id) DO UPDATE SET user_name = excluded.user_name, external_id = excluded.external_id,
                    attributes = excluded.attributes, updated_at = excluded.updated_at")
                .bind(user.id).bind(user.user).bind(&user.user_name).bind(&user.external_id).bind(&user.attributes)
                .bind(user.created_at.0).bind(user.updated_at.0).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    pub async fn leave_scim_groups(&mut self, id: Uuid) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM scim_member WHERE member_id = $1").bind(id).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Forgets a provisioned user who is in no group; the account stays.
    pub async fn delete_scim_user(&mut self, id: Uuid) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM scim_user WHERE id = $1").bind(id).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// The account that was provisioned for whom a provider now calls this: by its subject, which identity providers
    /// send as `externalId`, else by a user name, whatever its case.
    pub async fn provisioned_account(
        &mut self,
        subject: &str,
        user_name: &str,
    ) -> Result<Option<i64>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "SELECT user_id FROM scim_user WHERE (external_id = $1 AND external_id <> '') OR user_name = $2
                 ORDER BY CASE WHEN external_id = $1 THEN 0 ELSE 1 END LIMIT 1")
                .bind(subject).bind(user_name.to_lowercase()).fetch_optional(conn).await
        })?)
    }

    /// An account that no identity provider has provisioned yet and that belongs to whom it now describes: by the
    /// login of a local account, or as the account of the person in the directory who has this address.
    pub async fn account_to_adopt(
        &mut self,
        user_name: &str,
        email: &str,
    ) -> Result<Option<i64>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "SELECT u.id FROM user_account u
                 LEFT JOIN local_account l ON l.user_id = u.id LEFT JOIN person p ON p.id = u.person_id
                 WHERE u.persona IS NULL AND NOT EXISTS (SELECT 1 FROM scim_user s WHERE s.user_id = u.id)
                 AND (l.login = $1 OR LOWER(p.email) = $2) ORDER BY u.id LIMIT 1")
                .bind(user_name).bind(email).fetch_optional(conn).await
        })?)
    }

    /// The person of the directory with this e-mail, given in lower case.
    pub async fn person_by_address(&mut self, email: &str) -> Result<Option<PersonId>, StoreError> {
        let id: Option<Uuid> = writing!(self, conn => {
            sqlx::query_scalar("SELECT id FROM person WHERE LOWER(email) = $1 ORDER BY id LIMIT 1")
                .bind(email).fetch_optional(conn).await
        })?;
        Ok(id.map(PersonId))
    }

    pub async fn rename_user(&mut self, user: i64, name: &str) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("UPDATE user_account SET name = $1 WHERE id = $2 AND name <> $1")
                .bind(name).bind(user).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}
