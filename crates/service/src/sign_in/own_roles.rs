//! What somebody holds here, for themselves to read: each role, what it reaches, who gave it, until when.

use domain::{
    EpochMs,
    viewer::{AccessRole, Reach, Scope, Viewer},
};
use store::users::RoleGrant;

use crate::{Service, ServiceError, roster::Roster, scim, viewers};

/// One role that the viewer holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRole {
    pub role: AccessRole,
    pub scope: Scope,
    /// The groups it reaches today, by name; both empty where it reaches everything, or nothing yet.
    pub teams: Vec<String>,
    pub cohorts: Vec<String>,
    pub given_by: GivenBy,
    /// `None`: until it is taken back.
    pub until: Option<EpochMs>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GivenBy {
    Administrator,
    Demo,
    /// The groups that an identity provider provisions.
    Provisioned,
    /// The groups at this identity provider, as people read its name.
    Provider(String),
}

impl Service {
    /// The viewer's own roles, in the order in which they were given.
    pub async fn own_roles(&self, viewer: &Viewer) -> Result<Vec<OwnRole>, ServiceError> {
        let roster = self.roster().await?;
        let grants = self.store.role_grants(viewer.user_id, self.now()).await?;
        Ok(grants.into_iter().map(|grant| self.own_role(&roster, viewer, grant)).collect())
    }

    fn own_role(&self, roster: &Roster, viewer: &Viewer, grant: RoleGrant) -> OwnRole {
        let reach = viewers::reach(roster, viewer.person, grant.role, &grant.scope);
        let (teams, cohorts) = names(roster, &reach);
        let until = (grant.span.end.0 != i64::MAX).then_some(grant.span.end);
        let given_by = self.given_by(&grant.source);
        OwnRole { role: grant.role, scope: grant.scope, teams, cohorts, given_by, until }
    }

    fn given_by(&self, source: &str) -> GivenBy {
        match (source, source.strip_prefix("provider:")) {
            ("demo", _) => GivenBy::Demo,
            (scim::SOURCE, _) => GivenBy::Provisioned,
            (_, Some(name)) => GivenBy::Provider(self.provider_title(name).unwrap_or(name).to_owned()),
            _ => GivenBy::Administrator,
        }
    }
}

fn names(roster: &Roster, reach: &Reach) -> (Vec<String>, Vec<String>) {
    let Reach::Groups { teams, cohorts } = reach else { return (Vec::new(), Vec::new()) };
    let teams = roster.teams.iter().filter(|team| teams.contains(&team.key));
    let cohorts = roster.cohorts.iter().filter(|cohort| cohorts.contains(&cohort.key));
    (teams.map(|team| team.name.clone()).collect(), cohorts.map(|cohort| cohort.name.clone()).collect())
}
