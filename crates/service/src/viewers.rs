//! From a signed-in user to a viewer: the roles they hold now, and the groups these reach.

use std::collections::BTreeSet;

use domain::viewer::{AccessRole, Grant, Reach, Scope, Viewer};
use domain::{CohortKey, PersonId, TeamKey};

use crate::{Service, ServiceError, roster::Roster};

impl Service {
    /// Who a signed-in user is now; `None` where there is no such user, or the account is disabled. Roles and reach
    /// are read at every request, so that taking one back holds at once.
    pub async fn viewer(&self, user_id: i64) -> Result<Option<Viewer>, ServiceError> {
        let found = self.store.user_with_roles(user_id, self.now()).await?;
        let Some((user, given)) = found.filter(|(user, _)| !user.disabled) else { return Ok(None) };
        let roster = self.roster().await?;
        let mut grants = Vec::new();
        for role in AccessRole::ALL {
            let own = given.iter().filter(|grant| grant.role == role);
            let reach = own.map(|grant| reach(&roster, user.person, role, &grant.scope)).reduce(Reach::and);
            grants.extend(reach.map(|reach| Grant { role, reach }));
        }
        Ok(Some(Viewer { user_id, name: user.name, person: user.person, grants }))
    }
}

pub(crate) fn reach(roster: &Roster, person: Option<PersonId>, role: AccessRole, scope: &Scope) -> Reach {
    match scope {
        Scope::Everything => Reach::Everything,
        Scope::Team(team) => groups([team.clone()], []),
        Scope::Cohort(cohort) => cohorts_with_teams(roster, [cohort.clone()]),
        Scope::Own => own(roster, person, role),
    }
}

/// A coach's own cohorts, anybody else's own team.
fn own(roster: &Roster, person: Option<PersonId>, role: AccessRole) -> Reach {
    let Some(person) = person else { return Reach::nothing() };
    if role == AccessRole::Coach {
        let coached = roster.cohorts.iter().filter(|cohort| cohort.coach == Some(person));
        return cohorts_with_teams(roster, coached.map(|cohort| cohort.key.clone()));
    }
    let now = roster.memberships.iter().filter(|m| m.person == person && m.span.contains(roster.horizon));
    groups(now.map(|membership| membership.team.clone()), [])
}

/// Who reaches a cohort reaches the teams its people are in.
fn cohorts_with_teams(roster: &Roster, keys: impl IntoIterator<Item = CohortKey>) -> Reach {
    let cohorts: BTreeSet<CohortKey> = keys.into_iter().collect();
    let reached = roster.cohorts.iter().filter(|cohort| cohorts.contains(&cohort.key));
    let teams = reached.flat_map(|cohort| roster.teams_of(cohort)).map(|team| team.key.clone()).collect();
    Reach::Groups { teams, cohorts }
}

fn groups(teams: impl IntoIterator<Item = TeamKey>, cohorts: impl IntoIterator<Item = CohortKey>) -> Reach {
    Reach::Groups { teams: teams.into_iter().collect(), cohorts: cohorts.into_iter().collect() }
}
