//! What the launching system says itself.

use domain::EpochMs;
use serde_json::{Value, json};
use store::sources::launches::LaunchableRow;
use uuid::Uuid;
use xapi::Statement;

use crate::ServiceError;
use crate::sources::{
    cmi5::{self, Verb},
    said, statement,
};

/// What the launching system says in cmi5; the same again has the same id.
pub(super) fn said_by_us(
    session: Uuid,
    verb: Verb,
    content: &LaunchableRow,
    agent: &Value,
    registration: Uuid,
    now: EpochMs,
) -> Result<Statement, ServiceError> {
    let subject = if verb == Verb::Satisfied { registration } else { session };
    let mut around = cmi5::context_template(session, &content.activity, said(&content.skill));
    around["registration"] = json!(registration);
    let mut categories = vec![json!({ "objectType": "Activity", "id": cmi5::CATEGORY })];
    if verb == Verb::Satisfied {
        categories.push(json!({ "objectType": "Activity", "id": cmi5::MOVE_ON }));
    }
    around["contextActivities"]["category"] = json!(categories);
    statement(json!({
        "id": Uuid::new_v5(&subject, verb.word().as_bytes()),
        "actor": agent,
        "verb": { "id": verb.iri(), "display": { "en": verb.word() } },
        "object": { "objectType": "Activity", "id": content.activity, "definition": { "name": { "en": content.title } } },
        "context": around,
        "timestamp": xapi::rfc3339(now),
    }))
}
