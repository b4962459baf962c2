//! The attachments that statements declare, and what has to come along with them.

use serde_json::Value;

use crate::Statement;

/// What says that an attachment is the statement's own signature.
pub const USAGE_SIGNATURE: &str = "http://adlnet.gov/expapi/attachments/signature";

/// An attachment as a statement declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    pub usage_type: String,
    pub content_type: String,
    /// In bytes.
    pub length: u64,
    /// In lower-case hexadecimal digits.
    pub sha2: String,
    /// The bytes need not come along where they can be had from elsewhere.
    pub has_file_url: bool,
}

impl Declared {
    pub fn is_signature(&self) -> bool {
        self.usage_type == USAGE_SIGNATURE
    }
}

impl Statement {
    /// Its own attachments, and those of a sub-statement.
    pub fn attachments(&self) -> Vec<Declared> {
        let places = [self.as_json().get("attachments"), self.as_json().pointer("/object/attachments")];
        places.into_iter().flatten().filter_map(Value::as_array).flatten().filter_map(declared).collect()
    }
}

fn declared(attachment: &Value) -> Option<Declared> {
    let text = |key: &str| attachment.get(key).and_then(Value::as_str);
    Some(Declared {
        usage_type: text("usageType")?.to_owned(),
        content_type: text("contentType")?.to_owned(),
        length: attachment.get("length")?.as_u64()?,
        sha2: text("sha2")?.to_lowercase(),
        has_file_url: attachment.get("fileUrl").is_some(),
    })
}
