//! Provisioned users: created, read, listed, replaced, changed, taken away.

use domain::EpochMs;
use serde_json::{Map, Value};
use store::{
    StoreError, Tx,
    scim::{ScimGroup, ScimUser, UserSearch},
};
use uuid::Uuid;

use super::{
    Listed, Operation, Page, Provisioning, UserAttributes,
    error::{ScimError, ScimType, bad},
    filter::{self, Condition, narrow},
    patch::{Op, from_object},
};
use crate::ServiceError;

/// A provisioned user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRecord {
    pub id: Uuid,
    pub attributes: UserAttributes,
    /// The groups they are in: (id, display name).
    pub groups: Vec<(Uuid, String)>,
    pub created_at: EpochMs,
    pub updated_at: EpochMs,
}

impl UserAttributes {
    /// From a resource as it was sent.
    pub fn from_resource(resource: &Map<String, Value>) -> Result<Self, ScimError> {
        let mut attributes = Self::default();
        for assignment in from_object(Op::Replace, resource) {
            // What is sent as null is as if it had not been sent.
            if assignment.value.is_some() {
                attributes.assign(&assignment)?;
            }
        }
        if attributes.user_name.is_empty() {
            return bad(ScimType::InvalidValue, "userName is needed and must not be empty.");
        }
        Ok(attributes)
    }
}

impl Provisioning {
    /// Creates a user with an account. Somebody whom the directory or a local account knows gets no second account, and
    /// is not let in again where that one was disabled: whoever disabled it enables it.
    pub async fn create_user(&self, attributes: UserAttributes) -> Result<UserRecord, ScimError> {
        let now = self.now();
        let mut tx = self.service.store.begin().await?;
        let user_name = attributes.user_name.to_lowercase();
        let adopted = tx.account_to_adopt(&user_name, &attributes.address()).await?;
        let user = match adopted {
            Some(user) => user,
            None => self.new_account(&mut tx, &attributes).await?,
        };
        let record = stored(Uuid::new_v4(), user, &attributes, now, now)?;
        save(&mut tx, &record).await?;
        let action = if adopted.is_some() { "adopted" } else { "created" };
        self.log(&mut tx, action, user).await?;
        self.follow_activity(&mut tx, user, true, attributes.active).await?;
        tx.commit().await?;
        self.record(record).await
    }

    async fn new_account(&self, tx: &mut Tx, attributes: &UserAttributes) -> Result<i64, ScimError> {
        let user = tx.create_user(&attributes.shown_name()).await?;
        let person = tx.person_by_address(&attributes.address()).await?;
        tx.set_user_person(user, person).await?;
        Ok(user)
    }

    pub async fn user(&self, id: Uuid) -> Result<UserRecord, ScimError> {
        let search = UserSearch { id: Some(id), ..UserSearch::default() };
        let (found, _) = self.service.store.scim_users(&search, 1, 0).await?;
        self.record(found.into_iter().next().ok_or(ScimError::NotFound)?).await
    }

    /// Users in the order in which their accounts were made.
    pub async fn users(&self, filter: Option<&str>, page: Page) -> Result<Listed<UserRecord>, ScimError> {
        let conditions = filter.map(filter::parse).transpose()?.unwrap_or_default();
        let Some(search) = search(&conditions)? else { return Ok(Listed::nothing(page)) };
        let (found, total) = self.service.store.scim_users(&search, page.limit(), page.offset()).await?;
        let mut resources = Vec::new();
        for user in found {
            resources.push(self.record(user).await?);
        }
        Ok(Listed { total, start_index: page.start(), resources })
    }

    /// Describes a user anew: what is not said is gone.
    pub async fn replace_user(&self, id: Uuid, attributes: UserAttributes) -> Result<UserRecord, ScimError> {
        self.rewrite_user(id, |_| Ok(attributes.clone())).await
    }

    /// All operations, or none of them.
    pub async fn patch_user(&self, id: Uuid, operations: &[Operation]) -> Result<UserRecord, ScimError> {
        self.rewrite_user(id, |mut attributes| {
            for operation in operations {
                for assignment in operation.assignments()? {
                    attributes.assign(&assignment)?;
                }
            }
            Ok(attributes)
        })
        .await
    }

    /// Forgets a user. The account stays, disabled: what it did is told by its number.
    pub async fn delete_user(&self, id: Uuid) -> Result<(), ScimError> {
        let mut tx = self.service.store.begin().await?;
        let user = tx.lock_scim_user(id).await?.ok_or(ScimError::NotFound)?;
        tx.leave_scim_groups(id).await?;
        self.follow_groups(&mut tx, id).await?;
        tx.delete_scim_user(id).await?;
        self.disable(&mut tx, user).await?;
        Ok(tx.commit().await?)
    }

    async fn rewrite_user(
        &self,
        id: Uuid,
        change: impl Fn(UserAttributes) -> Result<UserAttributes, ScimError>,
    ) -> Result<UserRecord, ScimError> {
        let mut tx = self.service.store.begin().await?;
        tx.lock_scim_user(id).await?;
        let old = tx.scim_user(id).await?.ok_or(ScimError::NotFound)?;
        let before = attributes(&old)?;
        let after = change(before.clone())?;
        let record = stored(id, old.user, &after, old.created_at, self.now())?;
        save(&mut tx, &record).await?;
        tx.rename_user(old.user, &after.shown_name()).await?;
        if before != after {
            self.log(&mut tx, "changed", old.user).await?;
        }
        self.follow_activity(&mut tx, old.user, before.active, after.active).await?;
        tx.commit().await?;
        self.record(record).await
    }

    /// Only a change counts: an account that an administrator disabled here is not enabled by being described again.
    async fn follow_activity(
        &self,
        tx: &mut Tx,
        user: i64,
        before: bool,
        after: bool,
    ) -> Result<(), ScimError> {
        match (before, after) {
            (true, false) => self.disable(tx, user).await?,
            (false, true) if tx.set_disabled(user, None).await? => self.log(tx, "enabled", user).await?,
            _ => {}
        }
        Ok(())
    }

    /// Disables an account and ends what it had open.
    async fn disable(&self, tx: &mut Tx, user: i64) -> Result<(), ScimError> {
        let now = self.now();
        let disabled = tx.set_disabled(user, Some(now)).await?;
        tx.end_sessions(user, None).await?;
        tx.revoke_tokens_of(user, now).await?;
        if disabled {
            self.log(tx, "disabled", user).await?;
        }
        Ok(())
    }

    async fn log(&self, tx: &mut Tx, action: &str, user: i64) -> Result<(), ScimError> {
        let subject = format!("user:{user}");
        Ok(tx.log_change(self.now().0, &self.actor, action, &subject, "").await?)
    }

    async fn record(&self, user: ScimUser) -> Result<UserRecord, ScimError> {
        let groups = self.service.store.scim_groups_of(user.id).await?;
        let told = |group: ScimGroup| (group.id, group.display_name);
        Ok(UserRecord {
            id: user.id,
            attributes: attributes(&user)?,
            groups: groups.into_iter().map(told).collect(),
            created_at: user.created_at,
            updated_at: user.updated_at,
        })
    }
}

async fn save(tx: &mut Tx, user: &ScimUser) -> Result<(), ScimError> {
    match tx.save_scim_user(user).await {
        Err(error) if error.is_constraint() => {
            Err(ScimError::Taken("There is a user of this userName already.".to_owned()))
        }
        saved => Ok(saved?),
    }
}

fn stored(
    id: Uuid,
    user: i64,
    attributes: &UserAttributes,
    created_at: EpochMs,
    updated_at: EpochMs,
) -> Result<ScimUser, ScimError> {
    Ok(ScimUser {
        id,
        user,
        user_name: attributes.user_name.to_lowercase(),
        external_id: attributes.external_id.clone().unwrap_or_default(),
        attributes: serde_json::to_string(attributes).map_err(|error| unreadable(id, &error))?,
        created_at,
        updated_at,
    })
}

fn attributes(user: &ScimUser) -> Result<UserAttributes, ScimError> {
    serde_json::from_str(&user.attributes).map_err(|error| unreadable(user.id, &error))
}

fn unreadable(id: Uuid, error: &serde_json::Error) -> ScimError {
    let (table, column, row) = ("scim_user", "attributes", id.to_string());
    let problem = error.to_string();
    ScimError::Service(ServiceError::Store(StoreError::Inconsistent { table, column, row, problem }))
}

/// `None` where nobody can fulfil all conditions.
fn search(conditions: &[Condition]) -> Result<Option<UserSearch>, ScimError> {
    let mut search = UserSearch::default();
    for condition in conditions {
        let Some(value) = condition.text() else { return Ok(None) };
        let agrees = match condition.attribute.as_str() {
            "id" => Uuid::parse_str(value).is_ok_and(|id| narrow(&mut search.id, id)),
            "username" => narrow(&mut search.user_name, value.to_lowercase()),
            "externalid" => narrow(&mut search.external_id, value.to_owned()),
            other => {
                let words = format!("Users can be found by id, userName and externalId, not by {other}.");
                return bad(ScimType::InvalidFilter, words);
            }
        };
        if !agrees {
            return Ok(None);
        }
    }
    Ok(Some(search))
}
