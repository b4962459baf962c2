//! Whatever comes in, it is accepted or refused; reading never panics, and what is accepted stays acceptable.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use domain::EpochMs;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use uuid::Uuid;
use xapi::{Statement, Version};

const KEYS: &[&str] = &[
    "id",
    "actor",
    "verb",
    "object",
    "result",
    "context",
    "timestamp",
    "authority",
    "version",
    "attachments",
    "objectType",
    "mbox",
    "account",
    "homePage",
    "name",
    "member",
    "display",
    "definition",
    "extensions",
    "score",
    "scaled",
    "raw",
    "duration",
    "contextActivities",
    "parent",
    "contextAgents",
    "agent",
    "choices",
    "en",
    "interactionType",
    "https://w3id.org/xapi/sightline/extensions/team",
    "a~b/c",
];

const TEXTS: &[&str] = &[
    "Agent",
    "Group",
    "Activity",
    "StatementRef",
    "SubStatement",
    "mailto:a@b",
    "https://a.example",
    "PT1S",
    "P1é",
    "2026-03-01T09:30:00Z",
    "1.0.0",
    "http://adlnet.gov/expapi/verbs/attended",
    "choice",
    "",
    "6690e6c9-3ef0-4ed3-8b37-7f3964730bee",
];

/// Places of the sound statement below.
const PLACES: &[&str] = &[
    "/actor",
    "/actor/member",
    "/actor/member/0",
    "/actor/member/0/mbox",
    "/verb",
    "/verb/id",
    "/verb/display",
    "/object",
    "/object/id",
    "/object/definition",
    "/object/definition/choices",
    "/result",
    "/result/score",
    "/result/score/raw",
    "/result/duration",
    "/context",
    "/context/contextActivities",
    "/context/contextActivities/parent",
    "/context/extensions",
];

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        any::<String>().prop_map(Value::from),
        proptest::sample::select(TEXTS).prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 80, 8, |inner| {
        let key = proptest::sample::select(KEYS).prop_map(str::to_owned);
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((key, inner), 0..8)
                .prop_map(|entries| Value::from(entries.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// A sound statement with a random value at one of its places.
fn damaged() -> impl Strategy<Value = Value> {
    let sound = json!({
        "actor": {"objectType": "Group", "member": [{"mbox": "mailto:a@b"}]},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/attended", "display": {"en": "attended"}},
        "object": {"id": "https://a.example", "definition": {"interactionType": "choice", "choices": [{"id": "a"}]}},
        "result": {"score": {"raw": 1, "max": 2}, "duration": "PT1S"},
        "context": {"contextActivities": {"parent": [{"id": "https://a.example"}]}, "extensions": {}},
    });
    (proptest::sample::select(PLACES), any_json()).prop_map(move |(place, value)| {
        let mut statement = sound.clone();
        *statement.pointer_mut(place).unwrap() = value;
        statement
    })
}

fn judge(value: &Value) {
    let Ok(mut statement) = Statement::from_value(value.clone()) else { return };
    statement.prepare(Uuid::from_u128(1), EpochMs(0), json!({"mbox": "mailto:key@demo.invalid"}));
    let events = statement.events();
    assert!(events.len() <= statement.actors().len());
    assert!(Statement::from_value(statement.into_json()).is_ok());
}

proptest! {
    #[test]
    fn random_json_is_judged(value in any_json()) {
        judge(&value);
        let _ = Statement::read_batch(value.to_string().as_bytes(), Version::V2);
    }

    #[test]
    fn a_damaged_statement_is_judged(value in damaged()) {
        judge(&value);
        let batch = json!([value, value]);
        if let Err(invalid) = Statement::read_batch(batch.to_string().as_bytes(), Version::V2) {
            prop_assert!(invalid.pointer.starts_with("/0"), "{}", invalid);
        }
    }

    #[test]
    fn a_refusal_points_into_what_was_sent(value in damaged()) {
        if let Err(invalid) = Statement::from_value(value.clone()) {
            prop_assert!(value.pointer(&invalid.pointer).is_some(), "{}", invalid);
        }
    }

    #[test]
    fn random_bytes_are_judged(bytes in vec(any::<u8>(), 0..200)) {
        let _ = Statement::read_batch(&bytes, Version::V2);
    }
}
