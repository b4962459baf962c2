//! A statement made ready for the log, by whoever sends it and at the same time as others: what is left to the one
//! writer is its place and its time.

use std::fmt::Write;

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

/// Most statements fit into so many bytes.
const ROOM: usize = 2048;

/// What only a store sets.
const SET: [&str; 2] = ["authority", "stored"];
/// What a store fills where the sender left it open.
const FILLED: [&str; 3] = ["id", "timestamp", "version"];

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
        // What is sent again is the same also where the store writes it in another way.
        let as_sent = statement.has_lone_activity().then(|| written(&statement, |key| !SET.contains(&key)).1);
        let came = FILLED.map(|key| statement.as_json().get(key).is_some());
        let id = statement.id().unwrap_or_else(Uuid::now_v7);
        statement.prepare(id, now, authority.clone());
        let is_own = |key: &str| {
            let filled = FILLED.iter().position(|filled| *filled == key);
            !SET.contains(&key) && filled.is_none_or(|at| came[at])
        };
        let (payload, digest) = written(&statement, is_own);
        let attachments = statement.attachments();
        Self {
            id,
            payload,
            digest: as_sent.unwrap_or(digest),
            terms: terms::of(&statement),
            target: statement.target(),
            voids: statement.voids().is_some(),
            attachments: attachments.iter().filter_map(|declared| bytes_of(&declared.sha2)).collect(),
        }
    }

    /// The payload with the time at which it is stored.
    pub(super) fn stored(&self, at: &str) -> String {
        let end = self.payload.len() - 2;
        let mut payload = self.payload.clone();
        payload.replace_range(end - at.len().min(NO_TIME.len())..end, at);
        payload
    }

    /// Bytes that it holds while it waits.
    pub(super) fn size(&self) -> usize {
        self.payload.capacity()
    }
}

/// The JSON with `stored` at its very end, to be filled in; and a digest of those members that are the sender's own: a
/// statement that went through another store is the same.
fn written(statement: &Statement, is_own: impl Fn(&str) -> bool) -> (String, Vec<u8>) {
    let (mut payload, mut own) = (String::with_capacity(ROOM), Sha256::new());
    let mut between = "{";
    for (key, value) in
        statement.as_json().as_object().into_iter().flatten().filter(|(key, _)| *key != "stored")
    {
        payload.push(if payload.is_empty() { '{' } else { ',' });
        let from = payload.len();
        // Writing to a String cannot fail.
        let _ = write!(payload, "{}:{value}", Value::from(key.as_str()));
        if is_own(key) {
            own.update(between);
            own.update(&payload[from..]);
            between = ",";
        }
    }
    own.update("}");
    // An object that has an id has a last member.
    payload.extend([",\"stored\":\"", NO_TIME, "\"}"]);
    (payload, own.finalize()[..16].to_vec())
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
        let digest = |stored| Draft::new(statement(stored), EpochMs(1_000), &authority("lms")).digest;
        assert_eq!(digest(Some("2026-01-01T00:00:00.000Z")), digest(None));
    }

    /// Of the text that was sent; rows that are stored carry this, so it stays as it is.
    fn digest_of_text(text: &str) -> Vec<u8> {
        Sha256::digest(text)[..16].to_vec()
    }

    fn digest_of_sent(text: &str) -> Vec<u8> {
        let sent = Statement::from_value(serde_json::from_str(text).unwrap()).unwrap();
        Draft::new(sent, EpochMs(1_000), &authority("lms")).digest
    }

    #[test]
    fn the_digest_is_that_of_what_was_sent() {
        let did = r#""verb":{"id":"https://example.com/did"}"#;
        let ada = r#"{"mbox":"mailto:ada@example.com"}"#;
        let it = r#"{"id":"https://example.com/it"}"#;
        let alone = r#"{"contextActivities":{"parent":{"id":"https://example.com/course"}}}"#;
        let id = "00000000-0000-0000-0000-000000000001";
        for text in [
            format!(r#"{{"actor":{ada},"object":{it},{did}}}"#),
            format!(
                r#"{{"actor":{ada},"id":"{id}","object":{it},"timestamp":"2026-01-01T00:00:00Z",{did}}}"#
            ),
            format!(r#"{{"actor":{ada},"object":{it},{did},"version":"1.0.3"}}"#),
            format!(r#"{{"actor":{ada},"context":{alone},"id":"{id}","object":{it},{did}}}"#),
            format!(
                r#"{{"actor":{ada},"object":{{"actor":{ada},"context":{alone},"object":{it},"objectType":"SubStatement",{did}}},{did}}}"#
            ),
        ] {
            assert_eq!(digest_of_sent(&text), digest_of_text(&text), "{text}");
        }
    }

    #[test]
    fn what_only_a_store_sets_is_no_part_of_it() {
        let sent = r#""context":{"contextActivities":{"parent":{"id":"https://example.com/course"}}},"object":{"id":"https://example.com/it"}"#;
        let actor = r#"{"actor":{"mbox":"mailto:ada@example.com"},"#;
        let verb = r#""verb":{"id":"https://example.com/did"}}"#;
        let through = format!(
            r#"{actor}"authority":{{"mbox":"mailto:store@example.com"}},{sent},"stored":"2026-01-01T00:00:00Z",{verb}"#
        );
        assert_eq!(digest_of_sent(&through), digest_of_text(&format!("{actor}{sent},{verb}")));
    }

    #[test]
    fn only_a_sha_256_is_one() {
        assert_eq!(bytes_of(&"ab".repeat(32)), Some([0xab; 32]));
        assert_eq!(bytes_of(&"ab".repeat(31)), None);
        assert_eq!(bytes_of(&"zz".repeat(32)), None);
    }
}
