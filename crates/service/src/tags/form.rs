//! The form of a rule, and what can be wrong with it.

use domain::TeamKey;
use store::tags::TagRule;

use crate::{Fields, Service, ServiceError};

const LONGEST: usize = 2000;

#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct RuleForm {
    pub activity_prefix: String,
    pub source: String,
    pub registration: String,
    pub skill: String,
    pub role: String,
    pub team: String,
    pub repository: String,
    pub sprint: String,
    /// `save`; anything else only shows what the rule would do.
    pub act: String,
}

impl RuleForm {
    fn rule(&self) -> TagRule {
        let text = |text: &str| text.trim().to_owned();
        TagRule {
            id: 0,
            activity_prefix: text(&self.activity_prefix),
            source: text(&self.source),
            registration: text(&self.registration),
            skill: text(&self.skill),
            role: text(&self.role),
            team: text(&self.team),
            repository: text(&self.repository),
            sprint: text(&self.sprint),
        }
    }
}

impl Service {
    /// The rule, with nothing wrong about it: a rule that gave what nobody knows would mend nothing.
    pub(super) async fn checked_rule(&self, form: &RuleForm) -> Result<TagRule, ServiceError> {
        let rule = form.rule();
        let mut wrong = Fields::default();
        conditions(&rule, &mut wrong);
        let gives = [&rule.skill, &rule.role, &rule.team, &rule.repository, &rule.sprint];
        if gives.iter().all(|tag| tag.is_empty()) {
            wrong.add("skill", "Say at least one thing that the events belong to.");
        }
        self.known_tags(&rule, &mut wrong).await?;
        wrong.into_result()?;
        Ok(rule)
    }

    async fn known_tags(&self, rule: &TagRule, wrong: &mut Fields) -> Result<(), ServiceError> {
        let map = self.store.skill_map().await?;
        let mut skills = map.iter().flat_map(|role| &role.skills);
        if !rule.skill.is_empty() && !skills.any(|skill| skill.key.as_str() == rule.skill) {
            wrong.add("skill", "There is no such skill; the skill map has the keys.");
        }
        if !rule.role.is_empty() && !map.iter().any(|role| role.key.as_str() == rule.role) {
            wrong.add("role", "There is no such role; the skill map has the keys.");
        }
        let mut tx = self.store.snapshot().await?;
        if !rule.team.is_empty() {
            let known = match TeamKey::new(&rule.team) {
                Ok(team) => tx.team_exists(&team).await?,
                Err(_) => false,
            };
            if !known {
                wrong.add("team", "There is no such team; write its key as in the address of its page.");
            }
        }
        let repositories = tx.repository_names().await?;
        if !rule.repository.is_empty() && !repositories.iter().any(|(_, name)| *name == rule.repository) {
            wrong.add("repository", "There is no such repository; write it as owner/name.");
        }
        let sprints = tx.all_sprints().await?;
        if !rule.sprint.is_empty() && !sprints.iter().any(|sprint| sprint.key.as_str() == rule.sprint) {
            wrong.add("sprint", "No team has a sprint with this key.");
        }
        Ok(())
    }
}

fn conditions(rule: &TagRule, wrong: &mut Fields) {
    let TagRule { activity_prefix, source, registration, .. } = rule;
    if [activity_prefix, source, registration].iter().all(|text| text.is_empty()) {
        wrong.add(
            "activity_prefix",
            "Say for which events: how their activity begins, their source, or both.",
        );
    }
    if activity_prefix.len() > LONGEST || activity_prefix.chars().any(char::is_control) {
        wrong.add("activity_prefix", "Write the beginning of an activity's id, on one line.");
    }
    if source.len() > LONGEST || source.chars().any(char::is_control) {
        wrong.add("source", "Write the name of a key.");
    }
    if !registration.is_empty() && uuid::Uuid::try_parse(registration).is_err() {
        wrong.add("registration", "A registration is a UUID, like 7d1d3e2a-5c1f-4c4a-9d58-8a1b2c3d4e5f.");
    }
}
