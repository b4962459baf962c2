//! Provisioned groups: created, read, listed, replaced, changed, deleted. Roles follow from them.

mod attributes;

use std::collections::{BTreeMap, BTreeSet};

use domain::EpochMs;
use store::{
    Tx,
    scim::{GroupSearch, ScimGroup},
};
use uuid::Uuid;

pub use attributes::GroupAttributes;

use super::{
    Listed, Operation, Page, Provisioning,
    error::{ScimError, ScimType, bad},
    filter::{self, Condition, narrow},
};

/// A provisioned group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRecord {
    pub id: Uuid,
    pub attributes: GroupAttributes,
    pub created_at: EpochMs,
    pub updated_at: EpochMs,
}

impl Provisioning {
    pub async fn create_group(&self, attributes: GroupAttributes) -> Result<GroupRecord, ScimError> {
        let now = self.now();
        let record = GroupRecord { id: Uuid::new_v4(), attributes, created_at: now, updated_at: now };
        let mut tx = self.service.store.begin().await?;
        let before = GroupAttributes::default();
        self.save_group(&mut tx, &record, &before).await?;
        self.log_group(&mut tx, "created", record.id).await?;
        tx.commit().await?;
        Ok(record)
    }

    pub async fn group(&self, id: Uuid) -> Result<GroupRecord, ScimError> {
        let search = GroupSearch { id: Some(id), ..GroupSearch::default() };
        let (found, _) = self.service.store.scim_groups(&search, 1, 0).await?;
        self.group_record(found.into_iter().next().ok_or(ScimError::NotFound)?).await
    }

    pub async fn groups(&self, filter: Option<&str>, page: Page) -> Result<Listed<GroupRecord>, ScimError> {
        let conditions = filter.map(filter::parse).transpose()?.unwrap_or_default();
        let Some(search) = search(&conditions)? else { return Ok(Listed::nothing(page)) };
        let (found, total) = self.service.store.scim_groups(&search, page.limit(), page.offset()).await?;
        let mut resources = Vec::new();
        for group in found {
            resources.push(self.group_record(group).await?);
        }
        Ok(Listed { total, start_index: page.start(), resources })
    }

    /// Describes a group anew: who is not named is out.
    pub async fn replace_group(
        &self,
        id: Uuid,
        attributes: GroupAttributes,
    ) -> Result<GroupRecord, ScimError> {
        self.rewrite_group(id, |_| Ok(attributes.clone())).await
    }

    /// All operations, or none of them.
    pub async fn patch_group(&self, id: Uuid, operations: &[Operation]) -> Result<GroupRecord, ScimError> {
        self.rewrite_group(id, |mut attributes| {
            for operation in operations {
                for assignment in operation.assignments()? {
                    attributes.assign(&assignment)?;
                }
            }
            Ok(attributes)
        })
        .await
    }

    pub async fn delete_group(&self, id: Uuid) -> Result<(), ScimError> {
        let mut tx = self.service.store.begin().await?;
        tx.lock_scim_group(id).await?.ok_or(ScimError::NotFound)?;
        let members: BTreeSet<Uuid> = tx.scim_members(id).await?.into_iter().collect();
        let locked = lock(&mut tx, members.iter()).await?;
        tx.delete_scim_group(id).await?;
        for (member, user) in locked {
            self.service.follow_groups_of(&mut tx, member, user).await?;
        }
        self.log_group(&mut tx, "deleted", id).await?;
        Ok(tx.commit().await?)
    }

    async fn rewrite_group(
        &self,
        id: Uuid,
        change: impl Fn(GroupAttributes) -> Result<GroupAttributes, ScimError>,
    ) -> Result<GroupRecord, ScimError> {
        let mut tx = self.service.store.begin().await?;
        let old = tx.lock_scim_group(id).await?.ok_or(ScimError::NotFound)?;
        let members: BTreeSet<Uuid> = tx.scim_members(id).await?.into_iter().collect();
        let created_at = old.created_at;
        let before = attributes(old, members);
        let after = change(before.clone())?;
        let changed = before != after;
        let record = GroupRecord { id, attributes: after, created_at, updated_at: self.now() };
        self.save_group(&mut tx, &record, &before).await?;
        if changed {
            self.log_group(&mut tx, "changed", id).await?;
        }
        tx.commit().await?;
        Ok(record)
    }

    /// Writes a group; the roles of those who come in or go out follow, and of all where its name changes. Who stays is
    /// not looked at: a directory adds one of ten thousand at a time.
    async fn save_group(
        &self,
        tx: &mut Tx,
        group: &GroupRecord,
        before: &GroupAttributes,
    ) -> Result<(), ScimError> {
        let (wanted, old) = (&group.attributes.members, &before.members);
        match tx.save_scim_group(&row(group)).await {
            Err(error) if error.is_constraint() => {
                return Err(ScimError::Taken("There is a group of this displayName already.".to_owned()));
            }
            saved => saved?,
        }
        let locked = if group.attributes.display_name == before.display_name {
            lock(tx, wanted.symmetric_difference(old)).await?
        } else {
            lock(tx, wanted.union(old)).await?
        };
        if let Some(unknown) = wanted.difference(old).find(|member| !locked.contains_key(member)) {
            return bad(ScimType::InvalidValue, format!("There is no user {unknown}; nothing was changed."));
        }
        for member in wanted.difference(old) {
            tx.add_scim_member(group.id, *member).await?;
        }
        for member in old.difference(wanted) {
            tx.remove_scim_member(group.id, *member).await?;
        }
        for (member, user) in locked {
            self.service.follow_groups_of(tx, member, user).await?;
        }
        Ok(())
    }

    async fn log_group(&self, tx: &mut Tx, action: &str, id: Uuid) -> Result<(), ScimError> {
        let subject = format!("scim-group:{id}");
        Ok(tx.log_change(self.now().0, &self.actor, action, &subject, "").await?)
    }

    async fn group_record(&self, group: ScimGroup) -> Result<GroupRecord, ScimError> {
        let members = self.service.store.scim_members(group.id).await?.into_iter().collect();
        let (id, created_at, updated_at) = (group.id, group.created_at, group.updated_at);
        Ok(GroupRecord { id, attributes: attributes(group, members), created_at, updated_at })
    }
}

/// The accounts of those there are, all locked before any is changed and in the order of their ids: two who lock the same
/// people cannot wait for each other in a circle.
async fn lock(tx: &mut Tx, members: impl Iterator<Item = &Uuid>) -> Result<BTreeMap<Uuid, i64>, ScimError> {
    let mut locked = BTreeMap::new();
    for member in members {
        locked.extend(tx.lock_scim_user(*member).await?.map(|user| (*member, user)));
    }
    Ok(locked)
}

fn attributes(group: ScimGroup, members: BTreeSet<Uuid>) -> GroupAttributes {
    let external_id = Some(group.external_id).filter(|id| !id.is_empty());
    GroupAttributes { display_name: group.display_name, external_id, members }
}

fn row(group: &GroupRecord) -> ScimGroup {
    ScimGroup {
        id: group.id,
        display_name: group.attributes.display_name.clone(),
        external_id: group.attributes.external_id.clone().unwrap_or_default(),
        created_at: group.created_at,
        updated_at: group.updated_at,
    }
}

/// `None` where no group can fulfil all conditions.
fn search(conditions: &[Condition]) -> Result<Option<GroupSearch>, ScimError> {
    let mut search = GroupSearch::default();
    for condition in conditions {
        let Some(value) = condition.text() else { return Ok(None) };
        let agrees = match condition.attribute.as_str() {
            "id" => Uuid::parse_str(value).is_ok_and(|id| narrow(&mut search.id, id)),
            "displayname" => narrow(&mut search.name_key, value.to_lowercase()),
            "externalid" => narrow(&mut search.external_id, value.to_owned()),
            "members" | "members.value" => {
                Uuid::parse_str(value).is_ok_and(|id| narrow(&mut search.member, id))
            }
            other => {
                let words = format!(
                    "Groups can be found by id, displayName, externalId and members, not by {other}."
                );
                return bad(ScimType::InvalidFilter, words);
            }
        };
        if !agrees {
            return Ok(None);
        }
    }
    Ok(Some(search))
}
