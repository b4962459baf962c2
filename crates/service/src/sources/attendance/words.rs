//! The statements that are said of a session.

use domain::{
    ContentId,
    learning::{PROFILE, TAG_EXTENSIONS, VERB_ATTENDED},
};
use serde_json::{Value, json};
use uuid::Uuid;
use xapi::Statement;

use super::{SOURCE, record::Wanted};
use crate::{ServiceError, sources::statement};

pub(super) fn attended(id: Uuid, wanted: &Wanted, members: &[Value]) -> Result<Statement, ServiceError> {
    let mut context = json!({ "platform": "Sightline" });
    if let Some(skill) = &wanted.content.skill {
        context["extensions"] = json!({ format!("{TAG_EXTENSIONS}skill"): skill.as_str() });
    }
    statement(json!({
        "id": id,
        "actor": { "objectType": "Group", "member": members },
        "verb": { "id": VERB_ATTENDED, "display": { "en": "attended" } },
        "object": activity(&wanted.content.id, &wanted.content.name),
        "context": context,
        // Noon: on that day wherever people are.
        "timestamp": format!("{}T12:00:00.000Z", wanted.held_on),
    }))
}

fn activity(id: &ContentId, name: &str) -> Value {
    let kind = format!("{PROFILE}/activity-types/peer-session");
    json!({
        "objectType": "Activity",
        "id": id.as_str(),
        "definition": { "name": { "en": name }, "type": kind },
    })
}

pub(super) fn voiding(voided: Uuid) -> Result<Statement, ServiceError> {
    statement(json!({
        "id": Uuid::new_v5(&voided, b"voided"),
        "actor": { "objectType": "Agent", "account": { "homePage": PROFILE, "name": SOURCE } },
        "verb": { "id": "http://adlnet.gov/expapi/verbs/voided", "display": { "en": "voided" } },
        "object": { "objectType": "StatementRef", "id": voided },
    }))
}
