//! What statements say of activities, put together.

use serde_json::{Map, Value, json};

use crate::Statement;
use crate::terms::{context_activities, object_type};

/// Properties that are language maps: they grow tag by tag.
const LANGUAGE_MAPS: [&str; 2] = ["name", "description"];

impl Statement {
    /// Every activity in the statement with the definition that it gives, if it gives one.
    pub fn activities(&self) -> Vec<(&str, Option<&Value>)> {
        let mut found = Vec::new();
        collect(self.as_json(), &mut found);
        if let Some(inner) =
            self.as_json().get("object").filter(|object| object_type(object) == "SubStatement")
        {
            collect(inner, &mut found);
        }
        found
    }
}

fn collect<'a>(statement: &'a Value, found: &mut Vec<(&'a str, Option<&'a Value>)>) {
    let object = statement.get("object").filter(|object| object_type(object) == "Activity");
    let around = statement.get("context").into_iter().flat_map(context_activities);
    for activity in object.into_iter().chain(around) {
        if let Some(id) = activity.get("id").and_then(Value::as_str) {
            found.push((id, activity.get("definition")));
        }
    }
}

/// Of a statement and of its sub-statement.
const CONTEXT_ACTIVITIES: [&str; 2] = ["/context/contextActivities", "/object/context/contextActivities"];

/// Whether a context activity stands alone, also in a sub-statement.
pub(crate) fn is_any_alone(statement: &Value) -> bool {
    let kinds = CONTEXT_ACTIVITIES.iter().filter_map(|place| statement.pointer(place)?.as_object());
    kinds.flat_map(Map::values).any(Value::is_object)
}

/// Makes lists of context activities that stand alone: so a store gives them back.
pub(crate) fn list_context_activities(statement: &mut Value) {
    for place in CONTEXT_ACTIVITIES {
        let kinds = statement.pointer_mut(place).and_then(Value::as_object_mut);
        for activities in kinds.into_iter().flat_map(Map::values_mut).filter(|value| value.is_object()) {
            *activities = Value::Array(vec![activities.take()]);
        }
    }
}

/// Brings a later definition into what is known: what it says replaces what was said; languages and extensions that it
/// does not mention stay.
pub fn merge_definition(known: &mut Value, later: &Value) {
    if !known.is_object() {
        *known = Value::Object(Map::new());
    }
    let (Some(known), Some(later)) = (known.as_object_mut(), later.as_object()) else { return };
    for (key, value) in later {
        let grows = LANGUAGE_MAPS.contains(&key.as_str()) || key == "extensions";
        match (known.get_mut(key).and_then(Value::as_object_mut), value.as_object()) {
            (Some(map), Some(more)) if grows => {
                map.extend(more.iter().map(|(key, value)| (key.clone(), value.clone())));
            }
            _ => {
                known.insert(key.clone(), value.clone());
            }
        }
    }
}

/// The activity object with what is known of it.
pub fn activity(id: &str, definition: Option<Value>) -> Value {
    let mut activity = json!({ "objectType": "Activity", "id": id });
    if let (Some(members), Some(definition)) = (activity.as_object_mut(), definition) {
        members.insert("definition".to_owned(), definition);
    }
    activity
}
