//! `/xapi/agents`: everything that a person is known by.

use axum::{
    Json,
    http::Method,
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

use super::{answer::Refused, call::Call};

pub async fn resource(call: Call) -> Response {
    Call::told(call.version, agent(&call).await)
}

async fn agent(call: &Call) -> Result<Response, Refused> {
    if call.method != Method::GET {
        return Err(Refused::method());
    }
    let parameters = call.parameters(&["agent"])?;
    let agent = parameters.required_agent("agent")?;
    let name = parameters.text("agent").and_then(name);
    let mut identifiers = call.store.person(&agent).await?.identifiers;
    if !identifiers.contains(&agent) {
        identifiers.insert(0, agent);
    }
    let mut person = person(&identifiers);
    if let Some(name) = name {
        person["name"] = json!([name]);
    }
    Ok(Json(person).into_response())
}

/// The name by which it was asked: the only one that the asker knows already.
fn name(agent: &str) -> Option<String> {
    let agent: Value = serde_json::from_str(agent).ok()?;
    agent.get("name").and_then(Value::as_str).map(str::to_owned)
}

/// The standard's Person: each kind of identifier is a list. What people are called is not told.
fn person(identifiers: &[String]) -> Value {
    let mut lists: Map<String, Value> = Map::new();
    lists.insert("objectType".to_owned(), json!("Person"));
    for (property, value) in identifiers.iter().filter_map(|identifier| property(identifier)) {
        let list = lists.entry(property).or_insert_with(|| json!([]));
        if let Some(list) = list.as_array_mut() {
            list.push(value);
        }
    }
    Value::Object(lists)
}

fn property(identifier: &str) -> Option<(&str, Value)> {
    let (kind, rest) = identifier.split_once(':')?;
    let value = match kind {
        "mbox" => json!(format!("mailto:{rest}")),
        "account" => {
            let (home, name) = rest.split_once('|')?;
            json!({ "homePage": home, "name": name })
        }
        _ => json!(rest),
    };
    Some((kind, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_lists_of_identifiers() {
        let identifiers =
            ["mbox:a@b", "account:https://lms.example|a|b", "openid:https://id.example", "mbox:c@d"];
        let identifiers = identifiers.map(str::to_owned);
        assert_eq!(
            person(&identifiers),
            json!({
                "objectType": "Person",
                "mbox": ["mailto:a@b", "mailto:c@d"],
                "account": [{ "homePage": "https://lms.example", "name": "a|b" }],
                "openid": ["https://id.example"],
            })
        );
    }
}
