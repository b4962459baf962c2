//! A statement that the standard allows, as it was sent.

use std::collections::BTreeSet;

use domain::{Account, EpochMs};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::check::{self, VERB_VOIDED};
use crate::node::Node;
use crate::{Invalid, identity};

/// A valid statement. Its JSON is kept as it came; only [`Statement::prepare`] adds to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    value: Value,
}

impl Statement {
    /// # Errors
    /// When the bytes are not JSON, or not one statement that 1.0.3 or 2.0 allows.
    pub fn read(bytes: &[u8]) -> Result<Self, Invalid> {
        Self::from_value(parse(bytes)?)
    }

    /// # Errors
    /// When the value is not a statement that 1.0.3 or 2.0 allows.
    pub fn from_value(value: Value) -> Result<Self, Invalid> {
        let node = Node::root(&value);
        node.object()?;
        check::statement(&node)?;
        Ok(Self { value })
    }

    /// Reads one statement or an array of them. One bad statement refuses the whole batch, as the standard wants;
    /// its pointer starts with its index.
    ///
    /// # Errors
    /// When the bytes are not JSON, a statement is not allowed, or two of them have the same id.
    pub fn read_batch(bytes: &[u8]) -> Result<Vec<Self>, Invalid> {
        let values = match parse(bytes)? {
            Value::Array(values) => values,
            one => return Self::from_value(one).map(|one| vec![one]),
        };
        let mut ids = BTreeSet::new();
        let numbered = values.into_iter().enumerate();
        numbered
            .map(|(at, value)| {
                let nested = |e: Invalid| Invalid { pointer: format!("/{at}{}", e.pointer), ..e };
                let statement = Self::from_value(value).map_err(nested)?;
                if statement.id().is_some_and(|id| !ids.insert(id)) {
                    let problem = "is the id of another statement of this batch, too".to_owned();
                    return Err(Invalid { pointer: format!("/{at}/id"), problem });
                }
                Ok(statement)
            })
            .collect()
    }

    /// Fills what a record store fills: `stored` and `authority` always; `id`, `timestamp` and `version` where the
    /// sender left them open.
    pub fn prepare(&mut self, id: Uuid, stored: EpochMs, authority: Value) {
        let version = if self.uses_version_2() { "2.0.0" } else { "1.0.0" };
        let stored = rfc3339(stored);
        if let Some(members) = self.value.as_object_mut() {
            fill(members, "id", id.to_string());
            fill(members, "timestamp", stored.clone());
            fill(members, "version", version.to_owned());
            members.insert("stored".to_owned(), Value::String(stored));
            members.insert("authority".to_owned(), authority);
        }
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
        let is_activity = self.text("/object/objectType").is_none_or(|kind| kind == "Activity");
        self.text("/object/id").filter(|_| is_activity)
    }

    /// The statement that this one voids.
    pub fn voids(&self) -> Option<Uuid> {
        let target = self.text("/object/id").filter(|_| self.verb() == VERB_VOIDED)?;
        Uuid::try_parse(target).ok()
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

fn rfc3339(at: EpochMs) -> String {
    let timestamp = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    format!("{timestamp:.3}")
}
