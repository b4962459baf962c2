//! Documents that are JSON are merged by a POST.

use serde_json::{Map, Value};

/// Why two documents cannot be merged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotMerged {
    #[error(
        "the document that is stored is of the type {0}; only application/json is merged: replace it with PUT"
    )]
    StoredType(String),
    #[error(
        "the document that is sent is of the type {0}; into a stored document only application/json is merged"
    )]
    SentType(String),
    #[error("the document that is stored is no JSON object; replace it with PUT")]
    Stored,
    #[error("the document that is sent is no JSON object; only an object can be merged")]
    Sent,
}

/// Whether a content type is JSON, whatever its parameters.
pub fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// The stored document with the properties of the one that was sent: one level deep, as the standard says.
///
/// # Errors
/// When one of the two is not a JSON object.
pub fn merge_documents(
    (stored_type, stored): (&str, &[u8]),
    (sent_type, sent): (&str, &[u8]),
) -> Result<Vec<u8>, NotMerged> {
    if !is_json(stored_type) {
        return Err(NotMerged::StoredType(stored_type.to_owned()));
    }
    if !is_json(sent_type) {
        return Err(NotMerged::SentType(sent_type.to_owned()));
    }
    let mut merged = object(stored).ok_or(NotMerged::Stored)?;
    merged.extend(object(sent).ok_or(NotMerged::Sent)?);
    Ok(Value::Object(merged).to_string().into_bytes())
}

fn object(bytes: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = "application/json; charset=utf-8";

    #[test]
    fn properties_are_replaced_as_a_whole() {
        let merged = merge_documents((JSON, br#"{"a":{"x":1},"b":2}"#), (JSON, br#"{"a":{"y":1}}"#)).unwrap();
        assert_eq!(merged, br#"{"a":{"y":1},"b":2}"#);
    }

    #[test]
    fn only_objects_are_merged() {
        let object: (&str, &[u8]) = (JSON, b"{}");
        assert_eq!(merge_documents(object, (JSON, b"[]")), Err(NotMerged::Sent));
        assert_eq!(merge_documents((JSON, b"{"), object), Err(NotMerged::Stored));
        assert!(matches!(merge_documents(("text/plain", b"{}"), object), Err(NotMerged::StoredType(_))));
        assert!(matches!(merge_documents(object, ("text/plain", b"{}")), Err(NotMerged::SentType(_))));
    }
}
