//! Roles that follow from groups: whoever is in a group that the configuration names has its role, and no longer.

use domain::{
    EpochMs, Span,
    viewer::{AccessRole, Scope},
};
use store::{Tx, scim::UserSearch};
use uuid::Uuid;

use super::{Provisioning, list::LONGEST};
use crate::{Service, ServiceError};

/// How grants that follow from provisioned groups are marked.
pub(super) const SOURCE: &str = "scim";

/// The role of those in a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRole {
    /// The group's display name; case does not count.
    pub group: String,
    pub role: AccessRole,
    pub scope: Scope,
}

impl Service {
    /// With these roles for provisioned groups; without this no group has any.
    #[must_use]
    pub fn with_provisioned_roles(mut self, roles: Vec<GroupRole>) -> Self {
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
                self.follow_groups(&mut tx, "configuration", user.id).await?;
                tx.commit().await?;
            }
            seen += LONGEST;
            if seen >= total {
                return Ok(());
            }
        }
    }

    /// Gives what the groups of a provisioned user ask for and ends what they do not any more.
    pub(super) async fn follow_groups(
        &self,
        tx: &mut Tx,
        actor: &str,
        member: Uuid,
    ) -> Result<(), ServiceError> {
        // Two requests about one user wait for each other here, or both would give the same role.
        let Some(user) = tx.lock_scim_user(member).await? else { return Ok(()) };
        let now = self.now();
        let groups = tx.scim_group_names(member).await?;
        let wanted = self.roles_of_groups(&groups);
        let mut held = tx.role_grants(user, now).await?;
        held.retain(|grant| grant.source == SOURCE);
        for grant in &held {
            if !wanted.contains(&(grant.role, grant.scope.clone())) {
                tx.end_grant(user, grant.id, now).await?;
                log(tx, now, actor, "ended a role", user, grant.role, &grant.scope).await?;
            }
        }
        let open = Span { start: now, end: EpochMs(i64::MAX) };
        for (role, scope) in wanted {
            if !held.iter().any(|grant| grant.role == role && grant.scope == scope) {
                tx.grant_role(user, role, &scope, SOURCE, open).await?;
                log(tx, now, actor, "gave a role", user, role, &scope).await?;
            }
        }
        Ok(())
    }

    /// Each role and scope once.
    fn roles_of_groups(&self, groups: &[String]) -> Vec<(AccessRole, Scope)> {
        let is_member = |mapped: &&GroupRole| {
            groups.iter().any(|group| group.to_lowercase() == mapped.group.to_lowercase())
        };
        let mapped = self.provisioned_roles.iter().filter(is_member);
        let mut roles: Vec<_> = mapped.map(|mapped| (mapped.role, mapped.scope.clone())).collect();
        roles.sort_unstable();
        roles.dedup();
        roles
    }
}

impl Provisioning {
    pub(super) async fn follow_groups(&self, tx: &mut Tx, member: Uuid) -> Result<(), ServiceError> {
        self.service.follow_groups(tx, &self.actor, member).await
    }
}

async fn log(
    tx: &mut Tx,
    now: EpochMs,
    actor: &str,
    action: &str,
    user: i64,
    role: AccessRole,
    scope: &Scope,
) -> Result<(), ServiceError> {
    let scope = match scope {
        Scope::Everything => "everything".to_owned(),
        Scope::Own => "own".to_owned(),
        Scope::Team(team) => format!("team:{team}"),
        Scope::Cohort(cohort) => format!("cohort:{cohort}"),
    };
    let detail = format!("{} for {scope}", role.as_str());
    Ok(tx.log_change(now.0, actor, action, &format!("user:{user}"), &detail).await?)
}
