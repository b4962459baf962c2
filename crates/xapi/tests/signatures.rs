//! Signed statements. The files were made by OpenSSL with a key that was thrown away.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rstest::rstest;
use serde_json::{Value, json};
use xapi::Statement;
use xapi::signature::{BadSignature, verify};

fn file(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/signatures");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

fn signed() -> Value {
    let mut statement: Value = serde_json::from_str(&file("statement.json")).unwrap();
    statement["attachments"] = json!([{
        "usageType": xapi::USAGE_SIGNATURE, "display": { "en": "Signature" },
        "contentType": "application/octet-stream", "length": 1, "sha2": "a".repeat(64),
    }]);
    statement
}

fn judged(statement: Value, signature: &str) -> Result<(), BadSignature> {
    verify(&Statement::from_value(statement).unwrap(), signature.as_bytes())
}

/// The signature with one of its three parts made anew.
fn with_part(signature: &str, part: usize, content: &str) -> String {
    let mut parts: Vec<String> = signature.trim().split('.').map(str::to_owned).collect();
    parts[part] = URL_SAFE_NO_PAD.encode(content);
    parts.join(".")
}

#[rstest]
#[case("RS256")]
#[case("RS384")]
#[case("RS512")]
fn a_statement_is_known_by_its_signature(#[case] algorithm: &str) {
    let signature = file(&format!("{algorithm}.jws"));
    assert_eq!(judged(signed(), &signature), Ok(()));
    let mut stored = signed();
    stored["stored"] = json!("2026-03-01T09:31:00Z");
    stored["timestamp"] = json!("2026-03-01T10:30:00+01:00");
    assert_eq!(
        judged(stored, &signature),
        Ok(()),
        "what the store sets and how a time is written does not count"
    );
    let mut other = signed();
    other["result"]["duration"] = json!("PT1.6S");
    assert_eq!(judged(other, &signature), Err(BadSignature::OtherStatement));
    let payload = with_part(&signature, 1, &signed().to_string().replace("ada@", "eve@"));
    assert_eq!(judged(signed(), &payload), Err(BadSignature::DoesNotFit));
}

#[test]
fn what_is_no_signature_is_refused_with_a_word() {
    let signature = file("RS256.jws");
    for algorithm in ["HS256", "none", "ES256"] {
        let header = with_part(&signature, 0, &json!({ "alg": algorithm }).to_string());
        assert_eq!(judged(signed(), &header), Err(BadSignature::Algorithm(algorithm.to_owned())));
    }
    let certificate = with_part(&signature, 0, &json!({ "alg": "RS256", "x5c": ["AAAA"] }).to_string());
    assert_eq!(judged(signed(), &certificate), Err(BadSignature::Certificate));
    let unknown_signer = with_part(&signature, 0, &json!({ "alg": "RS256" }).to_string());
    assert_eq!(judged(signed(), &unknown_signer), Ok(()), "nobody can tell whether it fits");
    assert_eq!(judged(signed(), &with_part(&signature, 1, "{'id'}")), Err(BadSignature::Payload));
    for text in ["", "a.b", "a.b.c.d", "!.e30.e30"] {
        assert_eq!(judged(signed(), text), Err(BadSignature::NotCompact), "{text}");
    }
}
