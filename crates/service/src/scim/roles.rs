//! Roles that follow from groups: whoever is in a group that the configuration names has its role, and no longer.

use store::{Tx, scim::UserSearch};
use uuid::Uuid;

use super::{Provisioning, list::LONGEST};
use crate::{
    Service, ServiceError,
    sign_in::{GroupRule, groups},
};

/// How grants that follow from provisioned groups are marked.
pub(crate) const SOURCE: &str = "scim";

impl Service {
    /// With these roles for provisioned groups; without this no group has any.
    #[must_use]
    pub fn with_provisioned_roles(mut self, roles: Vec<GroupRule>) -> Self {
        self.provisioned_roles = roles.into();
        self
    }

    /// Gives and ends roles as the configuration says today: it may have changed since the groups did.
    pub async fn apply_provisioned_roles(&self) -> Result<(), ServiceError> {
        let mut seen = 0;
        loop {
            let (users, total) = self.store.scim_users(&UserSearch::default(), LONGEST, seen).await?;
            for user in &users {
                let mut tx = self.store.begin().await?;
                self.follow_groups(&mut tx, user.id).await?;
                tx.commit().await?;
            }
            seen += LONGEST;
            if seen >= total {
                return Ok(());
            }
        }
    }

    /// Gives what the groups of a provisioned user ask for and ends what they do not any more.
    pub(super) async fn follow_groups(&self, tx: &mut Tx, member: Uuid) -> Result<(), ServiceError> {
        // Two requests about one user wait for each other here, or both would give the same role.
        let Some(user) = tx.lock_scim_user(member).await? else { return Ok(()) };
        self.follow_groups_of(tx, member, user).await
    }

    /// [`Service::follow_groups`] of a user who is locked already.
    pub(super) async fn follow_groups_of(
        &self,
        tx: &mut Tx,
        member: Uuid,
        user: i64,
    ) -> Result<(), ServiceError> {
        let in_groups = tx.scim_group_names(member).await?;
        let wanted = groups::mapped(&self.provisioned_roles, &in_groups);
        Ok(groups::follow(tx, user, SOURCE, &wanted, self.now()).await?)
    }
}

impl Provisioning {
    pub(super) async fn follow_groups(&self, tx: &mut Tx, member: Uuid) -> Result<(), ServiceError> {
        self.service.follow_groups(tx, member).await
    }
}
