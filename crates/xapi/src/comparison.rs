//! When two statements say the same, as the standard has it: what a store sets does not count, nor the order of lists
//! that are sets, nor how a time or duration is written.

use domain::EpochMs;
use serde_json::{Map, Value};

use crate::{Statement, activity, duration};

impl Statement {
    /// A text that is equal for statements that say the same.
    pub fn substance(&self) -> String {
        substance(self.as_json()).to_string()
    }
}

/// Whether a signature's payload is the statement before it was signed: without the signature itself, and without what
/// the store or the request set since.
pub(crate) fn is_signed_by(statement: &Value, payload: &Value) -> bool {
    let (mut statement, mut payload) = (substance(statement), substance(payload));
    let ids = [&statement, &payload].map(|value| value.get("id").cloned());
    if let [Some(own), Some(signed)] = ids
        && own != signed
    {
        return false;
    }
    for value in [&mut statement, &mut payload] {
        if let Some(members) = value.as_object_mut() {
            members.remove("attachments");
            members.remove("id");
        }
    }
    // A payload without a time is one that the sender left to the store.
    if payload.get("timestamp").is_none()
        && let Some(members) = statement.as_object_mut()
    {
        members.remove("timestamp");
    }
    statement == payload
}

/// Set by the store, or about the transport.
const NOT_SAID: [&str; 3] = ["stored", "authority", "version"];

fn substance(statement: &Value) -> Value {
    let mut statement = statement.clone();
    activity::list_context_activities(&mut statement);
    let Some(members) = statement.as_object() else { return statement };
    let said = members.iter().filter(|(key, _)| !NOT_SAID.contains(&key.as_str()));
    Value::Object(said.map(|(key, value)| (key.clone(), said_once(key, value))).collect())
}

/// What is free-form stays as it is; everything else gets one spelling.
fn said_once(key: &str, value: &Value) -> Value {
    match value {
        _ if key == "extensions" => value.clone(),
        Value::Object(members) => Value::Object(object(members)),
        Value::Array(items) => array(key, items),
        Value::String(text) => Value::String(spelled(key, text)),
        other => other.clone(),
    }
}

fn object(members: &Map<String, Value>) -> Map<String, Value> {
    members.iter().map(|(key, value)| (key.clone(), said_once(key, value))).collect()
}

/// Members of groups, attachments and context activities have no order.
fn array(key: &str, items: &[Value]) -> Value {
    let mut items: Vec<Value> = items.iter().map(|item| said_once("", item)).collect();
    if matches!(key, "member" | "attachments" | "parent" | "grouping" | "category" | "other") {
        items.sort_by_cached_key(Value::to_string);
    }
    Value::Array(items)
}

fn spelled(key: &str, text: &str) -> String {
    match key {
        "id" if crate::check::is_uuid(text) => text.to_lowercase(),
        "registration" | "sha2" | "mbox_sha1sum" => text.to_lowercase(),
        "timestamp" => EpochMs::from_rfc3339(text).map_or_else(|| text.to_owned(), crate::rfc3339),
        "duration" => duration::to_the_hundredth(text),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn statement() -> Value {
        json!({
            "id": "6690E6C9-3EF0-4ED3-8B37-7F3964730BEE",
            "actor": {"objectType": "Group", "member": [{"mbox": "mailto:a@b"}, {"mbox": "mailto:c@d"}]},
            "verb": {"id": "https://v.example"},
            "object": {"id": "https://A.example"},
            "result": {"duration": "PT1.239S", "extensions": {"https://e.example": [2, 1]}},
            "timestamp": "2026-03-01T10:30:00+01:00",
        })
    }

    fn says(value: Value) -> String {
        Statement::from_value(value).unwrap().substance()
    }

    fn with(pointer: &str, value: Value) -> Value {
        let mut statement = statement();
        *statement.pointer_mut(pointer).unwrap() = value;
        statement
    }

    #[test]
    fn spelling_and_order_do_not_count() {
        for same in [
            with("/id", json!("6690e6c9-3ef0-4ed3-8b37-7f3964730bee")),
            with("/actor/member", json!([{"mbox": "mailto:c@d"}, {"mbox": "mailto:a@b"}])),
            with("/result/duration", json!("PT1.23S")),
            with("/timestamp", json!("2026-03-01T09:30:00Z")),
        ] {
            assert_eq!(says(same), says(statement()));
        }
        let mut stored = statement();
        stored["stored"] = json!("2026-03-01T09:30:00Z");
        stored["version"] = json!("1.0.0");
        assert_eq!(says(stored), says(statement()));
    }

    #[test]
    fn what_is_said_does() {
        for other in [
            with("/object/id", json!("https://a.example")),
            with("/result/duration", json!("PT1.24S")),
            with("/result/extensions", json!({"https://e.example": [1, 2]})),
            with("/timestamp", json!("2026-03-01T09:30:01Z")),
        ] {
            assert_ne!(says(other), says(statement()));
        }
    }
}
