//! Activities and their definitions, interactions included.

use std::collections::BTreeSet;

use super::formats::{extensions, iri, language_map, text};
use crate::node::{Node, Property, Verdict, optional, required};

const ACTIVITY: &[Property] =
    &[optional("objectType", text), required("id", iri), optional("definition", definition)];

const DEFINITION: &[Property] = &[
    optional("name", language_map),
    optional("description", language_map),
    optional("type", iri),
    optional("moreInfo", iri),
    optional("extensions", extensions),
    optional("interactionType", interaction_type),
    optional("correctResponsesPattern", texts),
    optional("choices", components),
    optional("scale", components),
    optional("source", components),
    optional("target", components),
    optional("steps", components),
];

const COMPONENT: &[Property] = &[required("id", text), optional("description", language_map)];

/// Properties that only an interaction has.
const OF_INTERACTIONS: [&str; 6] =
    ["correctResponsesPattern", "choices", "scale", "source", "target", "steps"];

const INTERACTION_TYPES: [&str; 10] = [
    "true-false",
    "choice",
    "fill-in",
    "long-fill-in",
    "matching",
    "performance",
    "sequencing",
    "likert",
    "numeric",
    "other",
];

pub(super) fn activity(node: &Node) -> Verdict {
    node.object()?;
    match node.get("objectType") {
        Some(kind) if kind.value.as_str() != Some("Activity") => kind.refuse("must be Activity here"),
        _ => node.properties(ACTIVITY),
    }
}

fn definition(node: &Node) -> Verdict {
    node.properties(DEFINITION)?;
    if node.get("interactionType").is_some() {
        return Ok(());
    }
    match OF_INTERACTIONS.iter().find_map(|&property| node.get(property)) {
        Some(property) => property.refuse("is allowed only beside an interactionType"),
        None => Ok(()),
    }
}

fn interaction_type(node: &Node) -> Verdict {
    if INTERACTION_TYPES.contains(&node.text()?) {
        return Ok(());
    }
    node.refuse(format!("is not an interaction type; it is one of {}", INTERACTION_TYPES.join(", ")))
}

fn texts(node: &Node) -> Verdict {
    node.each_item(text)
}

fn components(node: &Node) -> Verdict {
    node.each_item(|component| component.properties(COMPONENT))?;
    let items = node.value.as_array().map(Vec::as_slice).unwrap_or_default();
    let ids: BTreeSet<_> = items.iter().filter_map(|component| component.get("id")?.as_str()).collect();
    if ids.len() == items.len() { Ok(()) } else { node.refuse("holds two components with the same id") }
}
