//! What the record store keeps beside statements: the states and profiles of a person, and the files that came with what
//! they did.

use base64::{Engine, prelude::BASE64_STANDARD};
use domain::{EpochMs, PersonId, Provider};
use serde_json::{Value, json};
use store::documents::NamedDocument;
use uuid::Uuid;
use xapi::Statement;

use super::{Exported, documents::called, instant, sections::Place};
use crate::{
    Service, ServiceError,
    individual::erasure::Pseudonyms,
    record_store::{Attachment, KeyHolder},
};

const PAGE: i64 = 500;

/// A part of the export ends early where files are large.
const PART_BYTES: usize = 8 * 1024 * 1024;

/// States and profiles under the person's identifiers.
pub(super) async fn documents(service: &Service, person: PersonId) -> Result<Vec<Exported>, ServiceError> {
    let people = called(service, person).await?;
    let mut tx = service.store.snapshot().await?;
    let (mut exported, mut after) = (Vec::new(), None);
    loop {
        let page = tx.document_page(after.as_ref(), PAGE).await?;
        let Some(last) = page.last() else { return Ok(exported) };
        after = Some(last.name.clone());
        let own = page.into_iter().filter(|document| is_theirs(&people, &document.name.agent));
        exported.extend(own.map(document));
    }
}

fn is_theirs(people: &Pseudonyms, agent: &str) -> bool {
    !agent.is_empty() && people.of(Provider::Xapi, agent).is_some()
}

fn document(NamedDocument { name, row }: NamedDocument) -> Exported {
    let details = json!({
        "activity": name.activity, "registration": name.registration, "content_type": row.content_type,
        "content": content(&row.content_type, &row.body),
    });
    Exported::of(&name.kind, name.document_id, String::new(), details).at(EpochMs(row.updated_at))
}

/// JSON as it is, everything else in Base64.
fn content(content_type: &str, bytes: &[u8]) -> Value {
    let json = xapi::is_json(content_type).then(|| serde_json::from_slice(bytes).ok()).flatten();
    json.unwrap_or_else(|| BASE64_STANDARD.encode(bytes).into())
}

/// Files of statements in which the person alone acted, with their bytes.
pub(super) async fn attachments(
    service: &Service,
    person: PersonId,
    after: Uuid,
) -> Result<(Vec<Exported>, Option<Place>), ServiceError> {
    let people = called(service, person).await?;
    let (mut exported, mut next, mut bytes) = (Vec::new(), None, 0);
    for row in service.store.statements_after(after, PAGE).await? {
        next = Some(Place { id: row.id, ..Place::default() });
        for file in files(service, &people, &row.payload).await? {
            bytes += file.bytes.len();
            let details = json!({
                "statement": row.id, "content_type": file.content_type, "length": file.bytes.len(),
                "content": BASE64_STANDARD.encode(&file.bytes),
            });
            let attachment = Exported::of("attachment", file.sha2, String::new(), details);
            exported.push(Exported {
                arrived_at: instant(row.stored_at),
                source: row.authority.clone(),
                ..attachment
            });
        }
        if bytes > PART_BYTES {
            break;
        }
    }
    Ok((exported, next))
}

async fn files(
    service: &Service,
    people: &Pseudonyms,
    payload: &str,
) -> Result<Vec<Attachment>, ServiceError> {
    let Some(statement) = Statement::stored(payload) else { return Ok(vec![]) };
    let declared: Vec<String> = statement.attachments().into_iter().map(|declared| declared.sha2).collect();
    let acted = |key: &str| is_theirs(people, key.strip_prefix("id:").unwrap_or(key));
    let own = matches!(&statement.actors()[..], [actor] if acted(&actor.natural_key()));
    if declared.is_empty() || !own {
        return Ok(vec![]);
    }
    let holder = KeyHolder { name: "export".to_owned(), scopes: ["all".to_owned()].into() };
    service
        .record_store(&holder)
        .attachments(&declared)
        .await
        .map_err(|error| ServiceError::Broken(error.to_string()))
}
