//! Fields that are known by their id only, and the words in their values.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// Every field of an issue, unread.
#[derive(Debug, Deserialize)]
pub(super) struct CustomFields<'a> {
    #[serde(borrow)]
    fields: BTreeMap<String, &'a RawValue>,
}

impl CustomFields<'_> {
    /// What the field says: its text, the value or name of its option, or those of each of its options.
    pub(super) fn words(&self, id: &str) -> Vec<String> {
        self.fields.get(id).map(|raw| words(raw)).unwrap_or_default()
    }
}

fn words(raw: &RawValue) -> Vec<String> {
    let mut found = Vec::new();
    if let Ok(value) = serde_json::from_str::<Value>(raw.get()) {
        collect(&value, &mut found);
    }
    found
}

fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if !text.trim().is_empty() => found.push(text.trim().to_owned()),
        Value::Number(number) => found.push(number.to_string()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(option) => {
            if let Some(inner) = ["value", "name"].iter().find_map(|&key| option.get(key)) {
                collect(inner, found);
            }
        }
        _ => {}
    }
}

/// The plain text of a text field: a string in v2, an Atlassian document in v3.
pub(super) fn plain_text(raw: &RawValue) -> String {
    let mut text = String::new();
    if let Ok(value) = serde_json::from_str::<Value>(raw.get()) {
        match value {
            Value::String(plain) => text = plain,
            document => append_text(&document, &mut text),
        }
    }
    text.trim().to_owned()
}

fn append_text(node: &Value, text: &mut String) {
    if let Some(own) = node.get("text").and_then(Value::as_str) {
        text.push_str(own);
    }
    for child in node.get("content").and_then(Value::as_array).into_iter().flatten() {
        append_text(child, text);
    }
    if node.get("type").and_then(Value::as_str) == Some("paragraph") {
        text.push('\n');
    }
}
