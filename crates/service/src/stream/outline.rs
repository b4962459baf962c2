//! What a list of statements tells of one, read without the rest: not whom it is about.

use domain::EpochMs;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::individual::agent_id;

/// The outline of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outline {
    pub(crate) verb: String,
    pub(crate) object: Object,
    pub(crate) happened: Option<EpochMs>,
    /// An identifier, to tell actors apart; never shown. `None` for a group that has none.
    pub(crate) actor: Option<String>,
}

/// What a statement is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Object {
    /// Its id.
    Activity(String),
    /// Somebody: not said who.
    Agent,
    SubStatement,
    Statement,
}

impl Object {
    pub fn activity(&self) -> Option<&str> {
        match self {
            Object::Activity(id) => Some(id),
            _ => None,
        }
    }

    /// The activity's id, or which kind of thing it is.
    pub fn words(&self) -> &str {
        match self {
            Object::Activity(id) => id,
            Object::Agent => "a person or group",
            Object::SubStatement => "a statement within the statement",
            Object::Statement => "another statement",
        }
    }
}

#[derive(Deserialize)]
struct Told {
    #[serde(default)]
    actor: Map<String, Value>,
    verb: Verb,
    object: Map<String, Value>,
    #[serde(default)]
    timestamp: String,
}

#[derive(Deserialize)]
struct Verb {
    id: String,
}

impl Outline {
    /// `None` for what is no statement.
    pub(crate) fn read(payload: &str) -> Option<Self> {
        let Told { actor, verb, object, timestamp } = serde_json::from_str(payload).ok()?;
        let text = |key: &str| object.get(key).and_then(Value::as_str);
        let object = match text("objectType") {
            Some("Agent" | "Group") => Object::Agent,
            Some("SubStatement") => Object::SubStatement,
            Some("StatementRef") => Object::Statement,
            _ => Object::Activity(text("id").unwrap_or_default().to_owned()),
        };
        let happened = EpochMs::from_rfc3339(&timestamp);
        Some(Self { verb: verb.id, object, happened, actor: agent_id(&actor) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_has_verb_object_and_time_and_tells_actors_apart() {
        let outline = Outline::read(
            r#"{"actor":{"mbox":"mailto:Ada@demo.invalid"},"verb":{"id":"did"},"object":{"id":"urn:lab"},
               "timestamp":"2026-03-02T09:00:00Z"}"#,
        )
        .unwrap();
        assert_eq!((outline.verb.as_str(), outline.object.activity()), ("did", Some("urn:lab")));
        assert_eq!(outline.actor.as_deref(), Some("mbox:ada@demo.invalid"));
        assert!(outline.happened.is_some());
    }

    #[test]
    fn somebody_as_the_object_is_not_named() {
        let outline = Outline::read(
            r#"{"actor":{},"verb":{"id":"met"},"object":{"objectType":"Agent","mbox":"mailto:bob@demo.invalid"}}"#,
        )
        .unwrap();
        assert_eq!((outline.object.words(), outline.happened), ("a person or group", None));
        assert_eq!(Outline::read("[]"), None);
    }
}
