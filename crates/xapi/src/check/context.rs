//! The context of a statement.

use super::activity::activity;
use super::actor::{actor, agent, group};
use super::formats::{extensions, iri, language, text, uuid};
use super::statement_ref;
use crate::Version;
use crate::node::{Node, Property, Verdict, optional, required};

const CONTEXT: &[Property] = &[
    optional("registration", uuid),
    optional("instructor", actor),
    optional("team", group),
    optional("contextActivities", context_activities),
    optional("revision", text),
    optional("platform", text),
    optional("language", language),
    optional("statement", statement_ref),
    optional("extensions", extensions),
    // What only 2.0 knows comes last.
    optional("contextAgents", context_agents),
    optional("contextGroups", context_groups),
];

const ONLY_IN_2: usize = 2;

const CONTEXT_ACTIVITIES: &[Property] = &[
    optional("parent", activities),
    optional("grouping", activities),
    optional("category", activities),
    optional("other", activities),
];

const CONTEXT_AGENT: &[Property] =
    &[required("objectType", text), required("agent", agent), optional("relevantTypes", relevant_types)];

const CONTEXT_GROUP: &[Property] =
    &[required("objectType", text), required("group", group), optional("relevantTypes", relevant_types)];

pub(super) fn context(node: &Node) -> Verdict {
    match node.version {
        Version::V1 => node.properties(&CONTEXT[..CONTEXT.len() - ONLY_IN_2]),
        Version::V2 => node.properties(CONTEXT),
    }
}

fn context_activities(node: &Node) -> Verdict {
    node.properties(CONTEXT_ACTIVITIES)
}

/// One activity, as 0.9 had it, or any number of them.
fn activities(node: &Node) -> Verdict {
    if node.value.is_array() { node.each_item(activity) } else { activity(node) }
}

fn context_agents(node: &Node) -> Verdict {
    node.each_item(|item| item.properties(CONTEXT_AGENT).and_then(|()| is_of_type(item, "contextAgent")))
}

fn context_groups(node: &Node) -> Verdict {
    node.each_item(|item| item.properties(CONTEXT_GROUP).and_then(|()| is_of_type(item, "contextGroup")))
}

fn is_of_type(node: &Node, wanted: &str) -> Verdict {
    if node.text_of("objectType") == Some(wanted) {
        return Ok(());
    }
    node.refuse(format!("must have the objectType {wanted}"))
}

fn relevant_types(node: &Node) -> Verdict {
    node.each_item(iri)?;
    let is_empty = node.value.as_array().is_some_and(Vec::is_empty);
    if is_empty { node.refuse("is empty; name a type or leave it away") } else { Ok(()) }
}
