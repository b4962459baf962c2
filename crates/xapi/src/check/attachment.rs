//! Attachments as a statement declares them; their bytes are checked where they arrive.

use super::formats::{count, iri, language_map, media_type, sha2};
use crate::node::{Node, Property, Verdict, optional, required};

const ATTACHMENT: &[Property] = &[
    required("usageType", iri),
    required("display", language_map),
    optional("description", language_map),
    required("contentType", media_type),
    required("length", count),
    required("sha2", sha2),
    optional("fileUrl", iri),
];

pub(super) fn attachments(node: &Node) -> Verdict {
    node.each_item(|attachment| attachment.properties(ATTACHMENT))
}
