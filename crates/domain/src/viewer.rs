//! Who is asking. Every function of `service` takes a [`Viewer`]; nothing is shown to nobody.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{CohortKey, PersonId, TeamKey};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessRole {
    Executive,
    LAndD,
    Manager,
    Coach,
    Engineer,
    Admin,
    Auditor,
}

impl AccessRole {
    pub const ALL: [AccessRole; 7] = [
        Self::Executive,
        Self::LAndD,
        Self::Manager,
        Self::Coach,
        Self::Engineer,
        Self::Admin,
        Self::Auditor,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            AccessRole::Executive => "executive",
            AccessRole::LAndD => "l_and_d",
            AccessRole::Manager => "manager",
            AccessRole::Coach => "coach",
            AccessRole::Engineer => "engineer",
            AccessRole::Admin => "admin",
            AccessRole::Auditor => "auditor",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == text)
    }

    /// The role's name as people read it.
    pub fn title(self) -> &'static str {
        match self {
            AccessRole::Executive => "Executive",
            AccessRole::LAndD => "L&D",
            AccessRole::Manager => "Manager",
            AccessRole::Coach => "Coach",
            AccessRole::Engineer => "Engineer",
            AccessRole::Admin => "Administrator",
            AccessRole::Auditor => "Auditor",
        }
    }
}

/// What a role was given for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "key", rename_all = "snake_case")]
pub enum Scope {
    Everything,
    /// What follows from being who one is: the teams one is a member of, the cohorts one coaches and their teams.
    Own,
    Team(TeamKey),
    Cohort(CohortKey),
}

/// The groups that a role of somebody reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    /// Every group of the organisation; for an administrator or auditor, who see no figures, their whole office.
    Everything,
    Groups {
        teams: BTreeSet<TeamKey>,
        cohorts: BTreeSet<CohortKey>,
    },
}

impl Reach {
    pub fn nothing() -> Self {
        Reach::Groups { teams: BTreeSet::new(), cohorts: BTreeSet::new() }
    }

    pub fn has_team(&self, team: &TeamKey) -> bool {
        match self {
            Reach::Everything => true,
            Reach::Groups { teams, .. } => teams.contains(team),
        }
    }

    pub fn has_cohort(&self, cohort: &CohortKey) -> bool {
        match self {
            Reach::Everything => true,
            Reach::Groups { cohorts, .. } => cohorts.contains(cohort),
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Reach) -> Self {
        match (self, other) {
            (
                Reach::Groups { mut teams, mut cohorts },
                Reach::Groups { teams: more_teams, cohorts: more_cohorts },
            ) => {
                teams.extend(more_teams);
                cohorts.extend(more_cohorts);
                Reach::Groups { teams, cohorts }
            }
            _ => Reach::Everything,
        }
    }
}

/// A role that somebody holds now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub role: AccessRole,
    pub reach: Reach,
}

/// A signed-in person with the roles they hold at this moment, each role once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    pub user_id: i64,
    pub name: String,
    pub person: Option<PersonId>,
    /// In the order of [`AccessRole::ALL`].
    pub grants: Vec<Grant>,
}

impl Viewer {
    /// The reach of a role; `None` where the viewer does not hold it.
    pub fn reach(&self, role: AccessRole) -> Option<&Reach> {
        self.grants.iter().find(|grant| grant.role == role).map(|grant| &grant.reach)
    }

    pub fn holds(&self, role: AccessRole) -> bool {
        self.reach(role).is_some()
    }

    pub fn roles(&self) -> impl Iterator<Item = AccessRole> {
        self.grants.iter().map(|grant| grant.role)
    }

    /// Does any of these roles reach the team?
    pub fn reaches_team(&self, roles: &[AccessRole], team: &TeamKey) -> bool {
        roles.iter().filter_map(|role| self.reach(*role)).any(|reach| reach.has_team(team))
    }

    /// Does any of these roles reach the cohort?
    pub fn reaches_cohort(&self, roles: &[AccessRole], cohort: &CohortKey) -> bool {
        roles.iter().filter_map(|role| self.reach(*role)).any(|reach| reach.has_cohort(cohort))
    }

    /// How the audit log names the viewer: a number, so that the log holds nobody's name.
    pub fn actor(&self) -> String {
        format!("user:{}", self.user_id)
    }
}
