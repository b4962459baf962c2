//! The moments of learning in a statement: who, what, when, and the five tags.

use domain::ContentId;
use domain::facts::{LearningEvent, LearningKind, Tags};
use domain::learning::{TAG_EXTENSIONS, VERB_APPLIED, VERB_ATTENDED, VERB_COMPLETED, VERB_INITIALIZED};

use crate::Statement;

/// ADL's verbs that mean the same as those of the published profile. IRIs compare as strings.
const KINDS: &[(&str, LearningKind)] = &[
    (VERB_INITIALIZED, LearningKind::Started),
    ("http://adlnet.gov/expapi/verbs/launched", LearningKind::Started),
    ("http://adlnet.gov/expapi/verbs/attempted", LearningKind::Started),
    ("http://adlnet.gov/expapi/verbs/experienced", LearningKind::Started),
    (VERB_COMPLETED, LearningKind::Completed),
    ("http://adlnet.gov/expapi/verbs/passed", LearningKind::Completed),
    ("http://adlnet.gov/expapi/verbs/mastered", LearningKind::Completed),
    (VERB_ATTENDED, LearningKind::Attended),
    (VERB_APPLIED, LearningKind::Applied),
];

/// Bytes of a tag. Keys are far shorter, and no index takes much longer texts.
const LONGEST_TAG: usize = 500;

impl Statement {
    /// One event per person. None when the verb is about something else, when the object is not an activity, or as
    /// long as the statement has no id or time (see [`Statement::prepare`]).
    pub fn events(&self) -> Vec<LearningEvent> {
        self.try_events().unwrap_or_default()
    }

    fn try_events(&self) -> Option<Vec<LearningEvent>> {
        let (_, kind) = KINDS.iter().find(|(verb, _)| *verb == self.verb())?;
        let content = ContentId::new(self.activity_id()?).ok()?;
        let (statement_id, at) = (self.id()?, self.timestamp()?);
        let tags = self.tags();
        let event = |actor| LearningEvent {
            statement_id,
            actor,
            at,
            kind: *kind,
            content: content.clone(),
            tags: tags.clone(),
        };
        Some(self.actors().into_iter().map(event).collect())
    }

    /// The five tags as they were sent; a tag that is empty, no text, or nothing that could be a key is none.
    pub fn tags(&self) -> Tags {
        let extensions = self.as_json().pointer("/context/extensions");
        let tag = |name: &str| {
            let text = extensions?.get(format!("{TAG_EXTENSIONS}{name}"))?.as_str()?.trim();
            (!text.is_empty() && text.len() <= LONGEST_TAG && !text.contains('\0')).then(|| text.to_owned())
        };
        Tags {
            skill: tag("skill"),
            role: tag("role"),
            team: tag("team"),
            repository: tag("repository"),
            sprint: tag("sprint"),
        }
    }
}
