//! What happened, and the statement that says so.

use domain::{
    content::ContentKind,
    facts::Tags,
    learning::{PROFILE, TAG_EXTENSIONS, VERB_APPLIED, VERB_ATTENDED, VERB_COMPLETED, VERB_INITIALIZED},
};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;
use xapi::{Invalid, Statement};

use crate::Person;

/// The verbs of the published profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Initialized,
    Completed,
    Passed,
    Failed,
    Attended,
    Applied,
}

impl Verb {
    pub fn word(self) -> &'static str {
        match self {
            Verb::Initialized => "initialized",
            Verb::Completed => "completed",
            Verb::Passed => "passed",
            Verb::Failed => "failed",
            Verb::Attended => "attended",
            Verb::Applied => "applied",
        }
    }

    pub fn iri(self) -> &'static str {
        match self {
            Verb::Initialized => VERB_INITIALIZED,
            Verb::Completed => VERB_COMPLETED,
            Verb::Passed => "http://adlnet.gov/expapi/verbs/passed",
            Verb::Failed => "http://adlnet.gov/expapi/verbs/failed",
            Verb::Attended => VERB_ATTENDED,
            Verb::Applied => VERB_APPLIED,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Event {
    pub person: Person,
    pub verb: Verb,
    /// The activity's IRI.
    pub activity: String,
    pub kind: Option<ContentKind>,
    pub name: Option<String>,
    pub tags: Tags,
    /// Where it happened: `git`, `GitHub Actions`.
    pub platform: Option<String>,
    /// Two events of one person with the same word here are one: the number of a build, the hash of a commit.
    pub once: Option<String>,
}

impl Event {
    /// The statement, with its id and time: however often it is sent, it is the same one.
    ///
    /// # Errors
    /// Where it is none that the standard allows, such as an activity that is no IRI.
    pub fn statement(&self, at: Timestamp) -> Result<Statement, Invalid> {
        let mut context = json!({ "extensions": self.extensions() });
        if let Some(platform) = &self.platform {
            context["platform"] = json!(platform);
        }
        let mut statement = json!({
            "id": self.id(),
            "actor": self.person.agent(),
            "verb": { "id": self.verb.iri(), "display": { "en": self.verb.word() } },
            "object": self.object(),
            "context": context,
            "timestamp": format!("{at:.3}"),
        });
        if let Some(result) = self.result() {
            statement["result"] = result;
        }
        Statement::from_value(statement)
    }

    /// Chance alone, unless the event says that it happens once.
    fn id(&self) -> Uuid {
        let Some(once) = &self.once else { return Uuid::new_v4() };
        let whole = json!([self.person.to_string(), self.verb.iri(), self.activity, once]).to_string();
        Uuid::new_v5(&Uuid::new_v5(&Uuid::NAMESPACE_URL, PROFILE.as_bytes()), whole.as_bytes())
    }

    fn object(&self) -> Value {
        let mut definition = Map::new();
        if let Some(name) = &self.name {
            definition.insert("name".to_owned(), json!({ "en": name }));
        }
        if let Some(kind) = self.kind {
            let kind = kind.as_str().replace('_', "-");
            definition.insert("type".to_owned(), json!(format!("{PROFILE}/activity-types/{kind}")));
        }
        let mut object = json!({ "objectType": "Activity", "id": self.activity });
        if !definition.is_empty() {
            object["definition"] = Value::Object(definition);
        }
        object
    }

    fn result(&self) -> Option<Value> {
        match self.verb {
            Verb::Completed => Some(json!({ "completion": true })),
            Verb::Passed => Some(json!({ "success": true })),
            Verb::Failed => Some(json!({ "success": false })),
            Verb::Initialized | Verb::Attended | Verb::Applied => None,
        }
    }

    fn extensions(&self) -> Value {
        let Tags { skill, role, team, repository, sprint } = &self.tags;
        let tags = [
            ("skill", skill),
            ("role", role),
            ("team", team),
            ("repository", repository),
            ("sprint", sprint),
        ];
        let said = tags.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        said.map(|(name, value)| (format!("{TAG_EXTENSIONS}{name}"), json!(value)))
            .collect::<Map<_, _>>()
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> Event {
        Event {
            person: "ada@demo.invalid".parse().unwrap(),
            verb: Verb::Completed,
            activity: "https://demo.invalid/labs/slice".to_owned(),
            kind: Some(ContentKind::JobAid),
            name: Some("Slice a change".to_owned()),
            tags: Tags {
                skill: Some("small-prs".to_owned()),
                team: Some("payments".to_owned()),
                ..Tags::default()
            },
            platform: Some("git".to_owned()),
            once: None,
        }
    }

    #[test]
    fn the_tags_of_an_event_are_read_again_from_its_statement() {
        let statement = event().statement(Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(statement.tags(), event().tags);
        assert_eq!(statement.events().len(), 1);
        assert_eq!(
            statement.as_json()["object"]["definition"]["type"],
            "https://w3id.org/xapi/sightline/activity-types/job-aid"
        );
    }

    #[test]
    fn what_happens_once_has_one_id_and_everything_else_its_own() {
        let id = |event: &Event| event.statement(Timestamp::UNIX_EPOCH).unwrap().id().unwrap();
        assert_ne!(id(&event()), id(&event()));
        let once = Event { once: Some("build 7".to_owned()), ..event() };
        assert_eq!(id(&once), id(&once.clone()));
        assert_ne!(id(&once), id(&Event { verb: Verb::Failed, ..once.clone() }));
    }

    #[test]
    fn an_activity_that_is_no_iri_is_refused_with_its_place() {
        let wrong = Event { activity: "slice".to_owned(), ..event() }.statement(Timestamp::UNIX_EPOCH);
        assert!(wrong.unwrap_err().to_string().contains("/object/id"));
    }
}
