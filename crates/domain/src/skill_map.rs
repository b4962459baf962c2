//! Role → skill → behaviour: what good looks like and, where it can be measured, the rule that measures it.

use serde::{Deserialize, Serialize};

use crate::{RoleKey, SkillKey, figure::MetricId};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    pub key: RoleKey,
    pub name: String,
    pub skills: Vec<Skill>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skill {
    pub key: SkillKey,
    pub name: String,
    pub behaviours: Vec<Behaviour>,
    pub retired: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behaviour {
    pub id: i64,
    /// What good looks like, in one sentence.
    pub description: String,
    /// The figure that shows whether it holds.
    pub metric: Option<MetricId>,
    pub retired: bool,
}
