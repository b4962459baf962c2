//! What arrived and names a person: found as erasure finds it. Of a document that tells of others as well, only the
//! places that name the person are given.

use std::collections::HashSet;

use domain::{EpochMs, PersonId, Provider};
use serde_json::{Value, json};
use store::individual::StatementRow;
use uuid::Uuid;

use super::{
    super::{
        Record,
        erasure::{Mention, Pseudonyms, Scrub, Words},
    },
    Exported, instant,
    sections::Place,
};
use crate::{Service, ServiceError, ingest::JIRA};

/// Everything the person is called, with which documents are searched.
pub(super) async fn called(service: &Service, person: PersonId) -> Result<Pseudonyms, ServiceError> {
    let mut tx = service.store.snapshot().await?;
    let identity = tx.identity_of(person).await?.ok_or(ServiceError::NotFound)?;
    let mut people = service.pseudonyms(&mut tx, person, &identity).await?;
    people.settle()?;
    Ok(people)
}

fn mentions(people: &mut Pseudonyms, source: Provider, document: &Value) -> Vec<Mention> {
    let repositories = HashSet::new();
    Scrub { source, words: Words::Distinct, repositories: &repositories, people }.run(&mut document.clone())
}

/// The statement as far as it is about the person: of a group, only they.
fn own_statement(people: &mut Pseudonyms, payload: &str) -> Option<Value> {
    if !people.may_occur_in(payload.as_bytes()) {
        return None;
    }
    let mut statement: Value = serde_json::from_str(payload).ok()?;
    if mentions(people, Provider::Xapi, &statement).is_empty() {
        return None;
    }
    if let Some(members) = statement.pointer_mut("/actor/member").and_then(Value::as_array_mut) {
        members.retain(|member| !mentions(people, Provider::Xapi, member).is_empty());
    }
    Some(statement)
}

pub(super) async fn statements(
    service: &Service,
    person: PersonId,
    after: Uuid,
    part: i64,
) -> Result<(Vec<Exported>, Option<Place>), ServiceError> {
    let mut people = called(service, person).await?;
    let rows = service.store.statements_after(after, part).await?;
    let next = rows.last().map(|row| Place { id: row.id, ..Place::default() });
    let exported = rows.into_iter().filter_map(|row| {
        let statement = own_statement(&mut people, &row.payload)?;
        Some(Exported {
            kind: "statement".to_owned(),
            at: Some(statement["timestamp"].as_str().unwrap_or_default().to_owned()),
            arrived_at: instant(row.stored_at),
            source: row.authority,
            key: row.id.to_string(),
            text: summary(&statement),
            details: statement,
        })
    });
    Ok((exported.collect(), next))
}

pub(super) async fn payloads(
    service: &Service,
    person: PersonId,
    after: i64,
    part: i64,
) -> Result<(Vec<Exported>, Option<Place>), ServiceError> {
    let mut people = called(service, person).await?;
    let rows = service.store.payloads_after(after, part).await?;
    let next = rows.last().map(|(id, ..)| Place { number: *id, ..Place::default() });
    let exported = rows.into_iter().filter_map(|(_, source, key, payload, received_at)| {
        if !people.may_occur_in(&payload) {
            return None;
        }
        let provider = if source == JIRA { Provider::Jira } else { Provider::GitHub };
        let found = mentions(&mut people, provider, &serde_json::from_slice(&payload).ok()?);
        let places =
            found.into_iter().map(|m| json!({ "pointer": m.pointer, "value": m.value })).collect::<Vec<_>>();
        (!places.is_empty()).then(|| Exported {
            kind: "document".to_owned(),
            at: None,
            arrived_at: instant(received_at),
            source,
            key,
            text: String::new(),
            details: json!({ "places": places }),
        })
    });
    Ok((exported.collect(), next))
}

/// A statement in the list of somebody's records; `None` for one that cannot be read.
pub(in crate::individual) fn sent(row: StatementRow) -> Option<Record> {
    let statement: Value = serde_json::from_str(&row.payload).ok()?;
    let at = statement["timestamp"].as_str().and_then(EpochMs::from_rfc3339);
    Some(Record {
        kind: "statement".to_owned(),
        at: at.unwrap_or(EpochMs(row.stored_at)),
        arrived_at: Some(EpochMs(row.stored_at)),
        source: row.authority,
        key: row.id.to_string(),
        text: summary(&statement),
    })
}

/// `completed Slice a change`: the verb's last word and what it was about.
fn summary(statement: &Value) -> String {
    let verb = statement["verb"]["id"].as_str().unwrap_or_default();
    let verb = verb.rsplit(['/', '#']).next().unwrap_or(verb);
    let names = statement["object"]["definition"]["name"].as_object();
    let name = names.and_then(|names| names.values().find_map(Value::as_str));
    let object = name.or_else(|| statement["object"]["id"].as_str()).unwrap_or("something");
    format!("{verb} {object}")
}
