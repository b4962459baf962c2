//! What the standard requires of a statement, as tables of properties. First come, first told.
//!
//! 1.0.3 and 2.0 share nearly all of it; a node knows which of them it is judged by.

mod activity;
mod actor;
mod attachment;
mod context;
mod formats;
mod result;

use serde_json::Value;

use crate::Version;
use crate::node::{Node, Property, Verdict, optional, required};
use formats::{iri, language_map, timestamp, uuid};
pub(crate) use formats::{is_iri, is_timestamp, is_uuid};

pub(crate) const VERB_VOIDED: &str = "http://adlnet.gov/expapi/verbs/voided";

const STATEMENT: &[Property] = &[
    required("actor", actor::actor),
    required("verb", verb),
    required("object", object),
    optional("id", uuid),
    optional("result", result::result),
    optional("context", context::context),
    optional("timestamp", timestamp),
    optional("stored", timestamp),
    optional("authority", actor::authority),
    optional("version", formats::version),
    optional("attachments", attachment::attachments),
];

/// What is left of a statement inside another one: no id, stored, version or authority, and nothing nested in it.
const SUB_STATEMENT: &[Property] = &[
    required("objectType", formats::text),
    required("actor", actor::actor),
    required("verb", verb),
    required("object", object_of_sub_statement),
    optional("result", result::result),
    optional("context", context::context),
    optional("timestamp", timestamp),
    optional("attachments", attachment::attachments),
];

const VERB: &[Property] = &[required("id", iri), optional("display", language_map)];

const STATEMENT_REF: &[Property] = &[required("objectType", formats::text), required("id", uuid)];

/// An agent that stands alone, as in a parameter.
pub(crate) fn agent(value: &Value, version: Version) -> Verdict {
    actor::agent(&Node::root(value, version))
}

/// An agent or group that stands alone.
pub(crate) fn actor(value: &Value, version: Version) -> Verdict {
    actor::actor(&Node::root(value, version))
}

pub(crate) fn statement(node: &Node) -> Verdict {
    node.properties(STATEMENT)?;
    context_fits_object(node)?;
    let is_voiding = node.value.pointer("/verb/id").and_then(Value::as_str) == Some(VERB_VOIDED);
    match node.get("object") {
        Some(object) if is_voiding && object_type(&object) != "StatementRef" => {
            object.refuse("is not a StatementRef; a voiding statement names the statement that it voids")
        }
        _ => Ok(()),
    }
}

fn verb(node: &Node) -> Verdict {
    node.properties(VERB)
}

fn object(node: &Node) -> Verdict {
    if object_type(node) == "SubStatement" {
        node.properties(SUB_STATEMENT)?;
        return context_fits_object(node);
    }
    object_of_sub_statement(node)
}

fn object_of_sub_statement(node: &Node) -> Verdict {
    node.object()?;
    if let Some(kind) = node.get("objectType") {
        kind.text()?;
    }
    match object_type(node) {
        "Activity" => activity::activity(node),
        "Agent" | "Group" => actor::actor(node),
        "StatementRef" => statement_ref(node),
        "SubStatement" => node.refuse("is a SubStatement inside a SubStatement, which must not be"),
        _ => node
            .refuse("has an unknown objectType; it is Activity, Agent, Group, StatementRef or SubStatement"),
    }
}

fn statement_ref(node: &Node) -> Verdict {
    if node.text_of("objectType").is_some_and(|kind| kind != "StatementRef") {
        return node.refuse("has another objectType than StatementRef");
    }
    node.properties(STATEMENT_REF)
}

/// An object without a type is an activity.
fn object_type<'a>(node: &Node<'a>) -> &'a str {
    node.text_of("objectType").unwrap_or("Activity")
}

/// `revision` and `platform` speak of an activity.
fn context_fits_object(node: &Node) -> Verdict {
    let is_activity = node.get("object").is_some_and(|object| object_type(&object) == "Activity");
    let context = node.get("context").filter(|_| !is_activity);
    let misplaced =
        context.as_ref().and_then(|context| ["revision", "platform"].iter().find_map(|&p| context.get(p)));
    misplaced.map_or(Ok(()), |property| property.refuse("is allowed only where the object is an Activity"))
}
