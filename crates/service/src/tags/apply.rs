//! What rules give to an event. Pure: the same event and rules give the same tags, whenever it arrived.

use domain::facts::{LearningEvent, Tags};
use store::tags::TagRule;

/// Gives an event the tags that were not sent: each from the first rule that matches and has one.
pub(crate) fn tag(rules: &[TagRule], event: &mut LearningEvent, source: &str, registration: Option<&str>) {
    for rule in rules.iter().filter(|rule| fits(rule, event.content.as_str(), source, registration)) {
        let Tags { skill, role, team, repository, sprint } = &mut event.tags;
        give(skill, &rule.skill);
        give(role, &rule.role);
        give(team, &rule.team);
        give(repository, &rule.repository);
        give(sprint, &rule.sprint);
    }
}

/// Ids compare as strings, as everywhere in the standard.
pub(super) fn fits(rule: &TagRule, activity: &str, source: &str, registration: Option<&str>) -> bool {
    activity.starts_with(&rule.activity_prefix)
        && (rule.source.is_empty() || rule.source == source)
        && (rule.registration.is_empty()
            || registration.is_some_and(|sent| sent.eq_ignore_ascii_case(&rule.registration)))
}

fn give(sent: &mut Option<String>, given: &str) {
    if sent.is_none() && !given.is_empty() {
        *sent = Some(given.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use domain::{Account, ContentId, EpochMs, Provider, facts::LearningKind};

    use super::*;

    fn event(content: &str, skill: Option<&str>) -> LearningEvent {
        LearningEvent {
            statement_id: uuid::Uuid::from_u128(1),
            actor: Account { provider: Provider::Xapi, external_id: None, login: "p1".to_owned() },
            at: EpochMs(0),
            kind: LearningKind::Completed,
            content: ContentId::new(content).unwrap(),
            tags: Tags { skill: skill.map(str::to_owned), ..Tags::default() },
        }
    }

    fn rule(prefix: &str, source: &str, registration: &str, skill: &str, role: &str) -> TagRule {
        TagRule {
            activity_prefix: prefix.to_owned(),
            source: source.to_owned(),
            registration: registration.to_owned(),
            skill: skill.to_owned(),
            role: role.to_owned(),
            ..TagRule::default()
        }
    }

    fn tagged(rules: &[TagRule], mut event: LearningEvent, registration: Option<&str>) -> Tags {
        tag(rules, &mut event, "labs", registration);
        event.tags
    }

    #[test]
    fn what_was_sent_wins_and_the_first_rule_decides_the_rest() {
        let rules = [
            rule("https://labs/a", "", "", "reviews", ""),
            rule("https://labs/", "labs", "", "testing", "backend"),
        ];
        let tags = tagged(&rules, event("https://labs/a/1", None), None);
        assert_eq!((tags.skill.as_deref(), tags.role.as_deref()), (Some("reviews"), Some("backend")));
        let tags = tagged(&rules, event("https://labs/b", Some("slicing")), None);
        assert_eq!((tags.skill.as_deref(), tags.role.as_deref()), (Some("slicing"), Some("backend")));
        assert_eq!(tagged(&rules, event("https://LABS/a", None), None), Tags::default());
    }

    #[test]
    fn every_condition_of_a_rule_must_hold() {
        let id = "7d1d3e2a-5c1f-4c4a-9d58-8a1b2c3d4e5f";
        let rules = [rule("", "other", "", "a", ""), rule("", "", id, "b", "")];
        assert_eq!(tagged(&rules, event("urn:x", None), None).skill, None);
        let upper = id.to_uppercase();
        assert_eq!(tagged(&rules, event("urn:x", None), Some(&upper)).skill.as_deref(), Some("b"));
    }
}
