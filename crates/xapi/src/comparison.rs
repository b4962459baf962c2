//! When two statements say the same, as the standard has it: what a store sets does not count, nor the order of lists
//! that are sets, nor how a time or duration is written.

use std::borrow::Cow;

use domain::EpochMs;
use serde_json::{Map, Value};

use crate::{Statement, duration};

/// Set by the store, or about the transport.
const NOT_SAID: &[&str] = &["stored", "authority", "version"];
/// What a signature does not cover, or says by itself.
const NOT_SIGNED: &[&str] = &["stored", "authority", "version", "id", "attachments"];
const NOT_SIGNED_NOR_TIMED: &[&str] = &["stored", "authority", "version", "id", "attachments", "timestamp"];

impl Statement {
    /// A text that is equal for statements that say the same. Written in one go: every statement that arrives is
    /// compared by it.
    pub fn substance(&self) -> String {
        substance(self.as_json(), NOT_SAID)
    }
}

/// Whether a signature's payload is the statement before it was signed: without the signature itself, and without what
/// the store or the request set since.
pub(crate) fn is_signed_by(statement: &Value, payload: &Value) -> bool {
    let id = |value: &Value| value.get("id").and_then(Value::as_str).map(str::to_lowercase);
    if id(statement).zip(id(payload)).is_some_and(|(own, signed)| own != signed) {
        return false;
    }
    // A payload without a time is one that the sender left to the store.
    let unsigned = if payload.get("timestamp").is_none() { NOT_SIGNED_NOR_TIMED } else { NOT_SIGNED };
    substance(statement, unsigned) == substance(payload, unsigned)
}

fn substance(statement: &Value, without: &[&str]) -> String {
    let mut text = String::with_capacity(1024);
    match statement {
        Value::Object(members) => object(members, without, &mut text),
        other => said("", other, &mut text),
    }
    text
}

/// Members come sorted by their names: so `serde_json` keeps them.
fn object(members: &Map<String, Value>, without: &[&str], text: &mut String) {
    text.push('{');
    for (key, value) in members.iter().filter(|(key, _)| !without.contains(&key.as_str())) {
        string(key, text);
        text.push(':');
        said(key, value, text);
        text.push(',');
    }
    text.push('}');
}

/// What is free-form stays as it is; everything else gets one spelling.
fn said(key: &str, value: &Value, text: &mut String) {
    match value {
        _ if key == "extensions" => text.push_str(&value.to_string()),
        Value::Object(_) if is_context_activity(key) => array(key, std::slice::from_ref(value), text),
        Value::Object(members) => object(members, &[], text),
        Value::Array(items) => array(key, items, text),
        Value::String(spelled) => string(&one_spelling(key, spelled), text),
        other => text.push_str(&other.to_string()),
    }
}

/// A context activity may stand alone where a list is meant.
fn is_context_activity(key: &str) -> bool {
    matches!(key, "parent" | "grouping" | "category" | "other")
}

/// Members of groups, attachments and context activities have no order.
fn array(key: &str, items: &[Value], text: &mut String) {
    text.push('[');
    if is_context_activity(key) || matches!(key, "member" | "attachments") {
        let one = |item| {
            let mut own = String::new();
            said("", item, &mut own);
            own
        };
        let mut said: Vec<String> = items.iter().map(one).collect();
        said.sort_unstable();
        for item in &said {
            text.extend([item.as_str(), ","]);
        }
    } else {
        for item in items {
            said("", item, text);
            text.push(',');
        }
    }
    text.push(']');
}

fn one_spelling<'a>(key: &str, text: &'a str) -> Cow<'a, str> {
    match key {
        "id" if crate::check::is_uuid(text) => text.to_lowercase().into(),
        "registration" | "sha2" | "mbox_sha1sum" => text.to_lowercase().into(),
        "timestamp" => EpochMs::from_rfc3339(text).map_or(text.into(), |at| crate::rfc3339(at).into()),
        "duration" => duration::to_the_hundredth(text).into(),
        _ => text.into(),
    }
}

/// In quotes, so that no text is mistaken for structure.
fn string(value: &str, text: &mut String) {
    let is_plain = value.bytes().all(|b| b >= b' ' && b != b'"' && b != b'\\');
    if is_plain {
        text.extend(["\"", value, "\""]);
    } else {
        text.push_str(&Value::from(value).to_string());
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
            "context": {"contextActivities": {"parent": {"id": "https://p.example"}}, "platform": "a\"b"},
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
            with("/context/contextActivities/parent", json!([{"id": "https://p.example"}])),
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
