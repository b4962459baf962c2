//! Who is asking. Every function of `service` takes a [`Viewer`]; nothing is shown to nobody.

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

/// A signed-in person, or the operator at the command line, with the groups their roles reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    pub user_id: i64,
    pub name: String,
    pub person: Option<PersonId>,
    pub role: AccessRole,
    /// Own teams: a manager's, an engineer's, those of a coach's cohorts.
    pub teams: Vec<TeamKey>,
    /// A coach's own cohorts.
    pub cohorts: Vec<CohortKey>,
}
