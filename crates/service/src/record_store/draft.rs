//! A statement made ready for the log, by whoever sends it and at the same time as others: what is left to the one
//! writer is its place and its time.

use domain::{EpochMs, learning::PROFILE};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use xapi::Statement;

use super::terms;

/// Bytes of one statement without its attachments: every page of a query has to hold some hundreds of them.
pub(super) const LONGEST: usize = 1024 * 1024;

/// As long as every time that [`xapi::rfc3339`] writes.
const NO_TIME: &str = "0000-00-00T00:00:00.000Z";

#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(super) id: Uuid,
    /// The statement as it will be stored; ends with room for the time.
    pub(super) payload: String,
    pub(super) digest: Vec<u8>,
    pub(super) terms: Vec<i64>,
    pub(super) target: Option<Uuid>,
    /// It voids its target.
    pub(super) voids: bool,
    pub(super) attachments: Vec<[u8; 32]>,
}

/// The agent that vouches for what a source sends.
pub(super) fn authority(source: &str) -> Value {
    json!({ "objectType": "Agent", "account": { "homePage": PROFILE, "name": source } })
}

impl Draft {
    pub(crate) fn new(mut statement: Statement, now: EpochMs, authority: &Value) -> Self {
        let digest = digest(&statement);
        let id = statement.id().unwrap_or_else(Uuid::now_v7);
        statement.prepare(id, now, authority.clone());
        let attachments = statement.attachments();
        Self {
            id,
            digest,
            terms: terms::of(&statement),
            target: statement.target(),
            voids: statement.voids().is_some(),
            attachments: attachments.iter().filter_map(|declared| bytes_of(&declared.sha2)).collect(),
            payload: with_room(statement.into_json()),
        }
    }

    /// The payload with the time at which it is stored.
    pub(super) fn stored(&self, at: &str) -> String {
        let end = self.payload.len() - 2;
        let mut payload = self.payload.clone();
        payload.replace_range(end - at.len().min(NO_TIME.len())..end, at);
        payload
    }

    pub(super) fn size(&self) -> usize {
        self.payload.len()
    }
}

/// The JSON with `stored` at its very end, to be filled in.
fn with_room(mut statement: Value) -> String {
    if let Some(members) = statement.as_object_mut() {
        members.remove("stored");
    }
    let mut payload = statement.to_string();
    // An object that has an id has a last brace after something.
    payload.truncate(payload.len() - 1);
    payload.push_str(",\"stored\":\"");
    payload.push_str(NO_TIME);
    payload.push_str("\"}");
    payload
}

/// Of what was sent, without what only a store sets: a statement that went through another store is the same.
fn digest(statement: &Statement) -> Vec<u8> {
    let sent = statement.as_json();
    let text = match sent.as_object() {
        Some(members) if members.contains_key("stored") || members.contains_key("authority") => {
            let mut members = members.clone();
            members.remove("stored");
            members.remove("authority");
            Value::Object(members).to_string()
        }
        _ => sent.to_string(),
    };
    Sha256::digest(text)[..16].to_vec()
}

/// The bytes of a SHA-256 in hexadecimal digits; `None` for any other hash.
pub(super) fn bytes_of(sha2: &str) -> Option<[u8; 32]> {
    let digits = sha2.as_bytes();
    let mut bytes = [0; 32];
    if digits.len() != 64 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(stored: Option<&str>) -> Statement {
        let mut value = json!({
            "actor": { "mbox": "mailto:ada@example.com" }, "verb": { "id": "https://example.com/did" },
            "object": { "id": "https://example.com/it" },
        });
        if let Some(stored) = stored {
            value["stored"] = stored.into();
        }
        Statement::from_value(value).unwrap()
    }

    #[test]
    fn the_time_of_storing_is_filled_in_where_there_is_room_for_it() {
        let draft = Draft::new(statement(None), EpochMs(1_000), &authority("lms"));
        let stored: Value = serde_json::from_str(&draft.stored(&xapi::rfc3339(EpochMs(2_000)))).unwrap();
        assert_eq!(stored["stored"], "1970-01-01T00:00:02.000Z");
        assert_eq!(stored["timestamp"], "1970-01-01T00:00:01.000Z");
        assert_eq!(stored["authority"]["account"]["name"], "lms");
    }

    #[test]
    fn a_statement_that_went_through_another_store_is_the_same() {
        let there = statement(Some("2026-01-01T00:00:00.000Z"));
        assert_eq!(digest(&there), digest(&statement(None)));
    }

    #[test]
    fn only_a_sha_256_is_one() {
        assert_eq!(bytes_of(&"ab".repeat(32)), Some([0xab; 32]));
        assert_eq!(bytes_of(&"ab".repeat(31)), None);
        assert_eq!(bytes_of(&"zz".repeat(32)), None);
    }
}
