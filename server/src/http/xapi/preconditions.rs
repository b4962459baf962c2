//! `If-Match` and `If-None-Match`.

use axum::http::{HeaderName, header};
use service::record_store::{ETags, Preconditions};

use super::call::Call;

/// What the request wants to be so. `required`: without either header nothing that is there is replaced.
pub fn read(call: &Call, required: bool) -> Preconditions {
    let tags = |name: &HeaderName| call.header(name).map(etags);
    Preconditions { if_match: tags(&header::IF_MATCH), if_none_match: tags(&header::IF_NONE_MATCH), required }
}

/// Quoted as HTTP wants it, weak or not; also bare, as some tools send it.
fn etags(header: &str) -> ETags {
    if header.trim() == "*" {
        return ETags::Any;
    }
    let tag = |tag: &str| tag.trim().trim_start_matches("W/").trim_matches('"').to_owned();
    ETags::These(header.split(',').map(tag).filter(|tag| !tag.is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_however_they_are_written() {
        let these = |tags: &[&str]| ETags::These(tags.iter().map(|&tag| tag.to_owned()).collect());
        assert_eq!(etags(" * "), ETags::Any);
        assert_eq!(etags("\"a\", W/\"b\""), these(&["a", "b"]));
        assert_eq!(etags("a"), these(&["a"]));
        assert_eq!(etags(""), these(&[]));
    }
}
