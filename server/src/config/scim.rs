//! `[scim]`: what the groups that an identity provider provisions are worth here.

use serde::{Deserialize, Serialize};
use service::sign_in::GroupRule;

use super::sign_in::GroupConfig;

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScimConfig {
    #[serde(rename = "group")]
    pub groups: Vec<GroupConfig>,
}

impl ScimConfig {
    pub fn rules(&self) -> Vec<GroupRule> {
        let rule = |group: &GroupConfig| GroupRule {
            group: group.group.clone(),
            role: group.role,
            scope: group.scope.0.clone(),
        };
        self.groups.iter().map(rule).collect()
    }
}
