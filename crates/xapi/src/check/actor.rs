//! Agents and groups: everybody is named by exactly one inverse functional identifier, or is an anonymous group.

use super::formats::{iri, mbox, sha1, text};
use crate::identity::{self, LONGEST};
use crate::node::{Node, Property, Verdict, optional, required};

const IDENTIFIERS: [&str; 4] = ["mbox", "mbox_sha1sum", "openid", "account"];

const AGENT: &[Property] = &[
    optional("objectType", text),
    optional("name", text),
    optional("mbox", mbox),
    optional("mbox_sha1sum", sha1),
    optional("openid", iri),
    optional("account", account),
];

const GROUP: &[Property] = &[
    required("objectType", text),
    optional("name", text),
    optional("member", members),
    optional("mbox", mbox),
    optional("mbox_sha1sum", sha1),
    optional("openid", iri),
    optional("account", account),
];

const ACCOUNT: &[Property] = &[required("homePage", iri), required("name", text)];

/// An agent or a group.
pub(super) fn actor(node: &Node) -> Verdict {
    if node.text_of("objectType") == Some("Group") { group(node) } else { agent(node) }
}

pub(super) fn agent(node: &Node) -> Verdict {
    node.object()?;
    is_of_type(node, "Agent", true)?;
    node.properties(AGENT)?;
    match identifiers(node) {
        1 => can_be_kept(node),
        0 => node.refuse("has no identifier; it needs one of mbox, mbox_sha1sum, openid, account"),
        _ => node.refuse("has several identifiers; it may have one of mbox, mbox_sha1sum, openid, account"),
    }
}

pub(super) fn group(node: &Node) -> Verdict {
    node.object()?;
    is_of_type(node, "Group", false)?;
    node.properties(GROUP)?;
    match (identifiers(node), node.get("member")) {
        (0, None) => node.refuse("has neither identifier nor member; an anonymous group lists its members"),
        (0, _) => Ok(()),
        (1, _) => can_be_kept(node),
        _ => node.refuse("has several identifiers; it may have one of mbox, mbox_sha1sum, openid, account"),
    }
}

/// Whoever vouches for a statement: an agent, or with OAuth an application and its user.
pub(super) fn authority(node: &Node) -> Verdict {
    if node.text_of("objectType") != Some("Group") {
        return agent(node);
    }
    group(node)?;
    let members = node.get("member").and_then(|member| member.value.as_array().map(Vec::len));
    if identifiers(node) == 0 && members == Some(2) {
        return Ok(());
    }
    node.refuse("is a group that is not an anonymous one of two members")
}

/// The standard sets no bounds; databases do.
fn can_be_kept(node: &Node) -> Verdict {
    if identity::identifier(node.value).is_some() {
        return Ok(());
    }
    node.refuse(format!("has an identifier longer than {LONGEST} bytes or with the character U+0000"))
}

fn members(node: &Node) -> Verdict {
    node.each_item(agent)
}

fn account(node: &Node) -> Verdict {
    node.properties(ACCOUNT)
}

fn identifiers(node: &Node) -> usize {
    IDENTIFIERS.iter().filter(|&&identifier| node.value.get(identifier).is_some()).count()
}

fn is_of_type(node: &Node, wanted: &str, may_be_absent: bool) -> Verdict {
    match node.get("objectType") {
        None if may_be_absent => Ok(()),
        Some(kind) if kind.value.as_str() == Some(wanted) => Ok(()),
        _ => node.refuse(format!("must have the objectType {wanted}")),
    }
}
