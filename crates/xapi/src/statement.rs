//! A statement that the standard allows, as it was sent.

use std::collections::BTreeSet;

use domain::{Account, EpochMs};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::check::{self, VERB_VOIDED};
use crate::node::Node;
use crate::terms::object_type;
use crate::{Invalid, Version, activity, identity};

/// A valid statement. Its JSON is kept as it came; only [`Statement::prepare`] changes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    value: Value,
    /// What it was sent as, for where it does not say itself.
    version: Version,
}

impl Statement {
    /// Reads what is stored or comes from a file: nobody said which version it is of.
    ///
    /// # Errors
    /// When the bytes are not JSON, or not one statement that 1.0.3 or 2.0 allows.
    pub fn read(bytes: &[u8]) -> Result<Self, Invalid> {
        Self::from_value(parse(bytes)?)
    }

    /// Reads what a store kept: it was checked when it came. `None` where it is no object.
    pub fn stored(json: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(json).ok()?;
        value.is_object().then_some(Self { value, version: Version::V1 })
    }

    /// # Errors
    /// When the value is not a statement that 1.0.3 or 2.0 allows.
    pub fn from_value(value: Value) -> Result<Self, Invalid> {
        // All that 1.0.3 allows, 2.0 allows as well.
        Ok(Self { version: Version::V1, ..Self::of_version(value, Version::V2)? })
    }

    /// # Errors
    /// When the value is not a statement that this version allows.
    pub fn of_version(value: Value, version: Version) -> Result<Self, Invalid> {
        let node = Node::root(&value, version);
        node.object()?;
        check::statement(&node)?;
        Ok(Self { value, version })
    }

    /// Reads one statement or an array of them. One bad statement refuses the whole batch, as the standard wants;
    /// its pointer starts with its index.
    ///
    /// # Errors
    /// When the bytes are not JSON, a statement is not allowed, or two of them have the same id.
    pub fn read_batch(bytes: &[u8], version: Version) -> Result<Vec<Self>, Invalid> {
        let values = match parse(bytes)? {
            Value::Array(values) => values,
            one => return Self::of_version(one, version).map(|one| vec![one]),
        };
        let mut ids = BTreeSet::new();
        let numbered = values.into_iter().enumerate();
        numbered
            .map(|(at, value)| {
                let nested = |e: Invalid| Invalid { pointer: format!("/{at}{}", e.pointer), ..e };
                let statement = Self::of_version(value, version).map_err(nested)?;
                if statement.id().is_some_and(|id| !ids.insert(id)) {
                    let problem = "is the id of another statement of this batch, too".to_owned();
                    return Err(Invalid { pointer: format!("/{at}/id"), problem });
                }
                Ok(statement)
            })
            .collect()
    }

    /// Fills what a record store fills: `stored` and `authority` always; `id`, `timestamp` and `version` where the
    /// sender left them open. A context activity that stands alone becomes a list of one.
    pub fn prepare(&mut self, id: Uuid, stored: EpochMs, authority: Value) {
        let version = if self.uses_version_2() { Version::V2 } else { self.version };
        let stored = rfc3339(stored);
        activity::list_context_activities(&mut self.value);
        if let Some(members) = self.value.as_object_mut() {
            fill(members, "id", id.to_string());
            fill(members, "timestamp", stored.clone());
            fill(members, "version", version.of_statements().to_owned());
            members.insert("stored".to_owned(), Value::String(stored));
            members.insert("authority".to_owned(), authority);
        }
    }

    /// Whether [`Statement::prepare`] changes how a context activity is written.
    pub fn has_lone_activity(&self) -> bool {
        activity::is_any_alone(&self.value)
    }

    /// `None` until the sender or [`Statement::prepare`] has set it.
    pub fn id(&self) -> Option<Uuid> {
        self.text("/id").and_then(|id| Uuid::try_parse(id).ok())
    }

    /// The statement with an id: its own, or one that follows from its content, so that a file that is read twice
    /// holds the same statements both times.
    #[must_use]
    pub fn identified(mut self) -> Self {
        if self.id().is_none() {
            let id = Uuid::new_v5(&Uuid::NAMESPACE_URL, self.value.to_string().as_bytes());
            if let Some(members) = self.value.as_object_mut() {
                members.insert("id".to_owned(), Value::String(id.to_string()));
            }
        }
        self
    }

    /// The statement under the id that its address names.
    ///
    /// # Errors
    /// When it says itself that it has another one.
    pub fn under_id(mut self, id: Uuid) -> Result<Self, Invalid> {
        if self.id().is_some_and(|own| own != id) {
            let problem = format!("is another id than {id}, the statementId of the request");
            return Err(Invalid { pointer: "/id".to_owned(), problem });
        }
        if let Some(members) = self.value.as_object_mut() {
            fill(members, "id", id.to_string());
        }
        Ok(self)
    }

    /// Whom the statement is about: its agent, the members of its group, or the group itself if it lists none.
    pub fn actors(&self) -> Vec<Account> {
        self.value.get("actor").map(identity::accounts).unwrap_or_default()
    }

    /// The verb's IRI.
    pub fn verb(&self) -> &str {
        self.text("/verb/id").unwrap_or_default()
    }

    /// When it happened; `None` until the sender or [`Statement::prepare`] has set it.
    pub fn timestamp(&self) -> Option<EpochMs> {
        self.text("/timestamp").and_then(EpochMs::from_rfc3339)
    }

    /// The object's IRI, if it is an activity.
    pub fn activity_id(&self) -> Option<&str> {
        let object = self.value.get("object").filter(|object| object_type(object) == "Activity")?;
        object.get("id").and_then(Value::as_str)
    }

    /// The statement that is this one's object, by a `StatementRef`.
    pub fn target(&self) -> Option<Uuid> {
        let object = self.value.get("object").filter(|object| object_type(object) == "StatementRef")?;
        object.get("id").and_then(Value::as_str).and_then(|id| Uuid::try_parse(id).ok())
    }

    /// The statement that this one voids.
    pub fn voids(&self) -> Option<Uuid> {
        self.target().filter(|_| self.verb() == VERB_VOIDED)
    }

    pub fn as_json(&self) -> &Value {
        &self.value
    }

    pub fn into_json(self) -> Value {
        self.value
    }

    pub(crate) fn text(&self, pointer: &str) -> Option<&str> {
        self.value.pointer(pointer).and_then(Value::as_str)
    }

    fn uses_version_2(&self) -> bool {
        ["/context/contextAgents", "/context/contextGroups"].iter().any(|p| self.value.pointer(p).is_some())
    }
}

fn parse(bytes: &[u8]) -> Result<Value, Invalid> {
    serde_json::from_slice(bytes)
        .map_err(|error| Invalid { pointer: String::new(), problem: format!("is not JSON ({error})") })
}

fn fill(members: &mut Map<String, Value>, key: &str, text: String) {
    members.entry(key).or_insert(Value::String(text));
}

/// An instant in UTC, to the millisecond: `2026-03-01T09:30:00.000Z`.
pub fn rfc3339(at: EpochMs) -> String {
    let timestamp = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    format!("{timestamp:.3}")
}
