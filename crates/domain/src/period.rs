//! Sprints and the periods that figures are asked for.

use serde::{Deserialize, Serialize};

use crate::{Span, SprintKey, TeamKey};

/// A team's sprint. Sprints of one team never overlap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sprint {
    pub team: TeamKey,
    pub key: SprintKey,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    Sprint,
    Month,
    All,
}

/// What figures are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    Team,
    Cohort,
    Repository,
    Organisation,
}

impl GroupKind {
    pub fn as_str(self) -> &'static str {
        match self {
            GroupKind::Team => "team",
            GroupKind::Cohort => "cohort",
            GroupKind::Repository => "repository",
            GroupKind::Organisation => "organisation",
        }
    }
}
