//! What has to hold for whatever bytes arrive; shared by the fuzz target and the tests on stable.

use domain::EpochMs;
use serde_json::{Value, json};
use uuid::Uuid;
use xapi::representation::{Languages, canonical, ids};
use xapi::{Parameters, Statement, StatementQuery, Version, multipart, signature};

/// # Panics
/// When something does not hold.
pub fn judge(bytes: &[u8]) {
    for version in Version::ALL {
        if let Ok(batch) = Statement::read_batch(bytes, version) {
            batch.into_iter().for_each(stored_and_given_back);
        }
    }
    taken_apart(bytes);
    as_documents(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        as_query(text);
        let _ = multipart::boundary(text);
        let _ = Languages::accepted(text);
    }
}

/// What was accepted stays acceptable, whatever is done with it.
fn stored_and_given_back(mut statement: Statement) {
    let _ = signature::verify(&statement, b"e30.e30.e30");
    let substance = statement.substance();
    statement.prepare(Uuid::from_u128(1), EpochMs(0), json!({ "mbox": "mailto:key@demo.invalid" }));
    let terms = statement.terms();
    let again = Statement::read(statement.as_json().to_string().as_bytes()).expect("it is read again");
    assert_eq!(again.terms(), terms);
    assert!(statement.events().len() <= statement.actors().len());
    assert!(statement.id().is_some() && !substance.is_empty());
    let _ = (statement.attachments(), statement.target(), statement.voids());
    let mut known = Value::Null;
    for definition in statement.activities().into_iter().filter_map(|(_, definition)| definition) {
        xapi::merge_definition(&mut known, definition);
    }
    let short = ids(again.into_json());
    let identified = Statement::from_value(short).expect("identifiers alone are a statement");
    assert_eq!(identified.verb(), statement.verb());
    let whole = statement.into_json();
    let read = canonical(whole, &Languages::accepted("de, en;q=0.5"), &|_| Some(known.clone()));
    assert!(read.is_object());
}

fn taken_apart(bytes: &[u8]) {
    let Ok(parts) = multipart::parts(bytes, "b") else { return };
    for part in &parts {
        assert!(part.body.len() < bytes.len());
    }
}

fn as_documents(bytes: &[u8]) {
    let json = "application/json";
    if let Ok(merged) = xapi::merge_documents((json, bytes), (json, b"{\"a\":1}")) {
        let merged: Value = serde_json::from_slice(&merged).expect("a merged document is JSON");
        assert_eq!(merged["a"], 1);
    }
}

fn as_query(text: &str) {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let Ok(parameters) = Parameters::new(Version::V2, pairs, &StatementQuery::PARAMETERS) else { return };
    if let Ok(query) = StatementQuery::read(&parameters) {
        let known_by: Vec<_> = query.terms().into_iter().flatten().collect();
        assert!(query.matches(&known_by));
    }
}
