//! Statements on their way out: one of them or a page, in the format that was asked for, with files or without.

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::EpochMs;
use serde_json::Value;
use service::record_store::{Attachment, Page, StoredStatement};
use uuid::Uuid;
use xapi::{
    Format, Statement, StatementQuery,
    multipart::{self, Part},
    representation::{self, Languages},
};

use super::super::{MORE, answer::Refused, call::Call, documents::last_modified};

/// One statement, if there is one.
pub async fn one(
    call: &Call,
    query: &StatementQuery,
    found: Option<StoredStatement>,
) -> Result<Response, Refused> {
    let missing =
        || Refused::not_found("there is no such statement, or it was voided; see voidedStatementId");
    let stored = found.ok_or_else(missing)?;
    let at = stored.stored_at;
    let statements = formatted(call, query, vec![stored]).await?;
    answer(call, query, &statements, statements.concat(), Some(at)).await
}

/// A page of them, and where it goes on.
pub async fn page(call: &Call, query: &StatementQuery, page: Page) -> Result<Response, Refused> {
    let newest = page.statements.iter().map(|statement| statement.stored_at).max();
    let more = page.more.map(|cursor| format!("{MORE}?cursor={}", cursor.0)).unwrap_or_default();
    let statements = formatted(call, query, page.statements).await?;
    let more = Value::String(more);
    let body = format!("{{\"statements\":[{}],\"more\":{more}}}", statements.join(","));
    answer(call, query, &statements, body, newest).await
}

/// The statements as texts. As they were stored they need not be read again.
async fn formatted(
    call: &Call,
    query: &StatementQuery,
    stored: Vec<StoredStatement>,
) -> Result<Vec<String>, Refused> {
    if query.format == Format::Exact {
        return Ok(stored.into_iter().map(|statement| statement.json).collect());
    }
    let read = stored.iter().filter_map(|statement| Statement::read(statement.json.as_bytes()).ok());
    let read: Vec<Statement> = read.collect();
    if query.format == Format::Ids {
        let ids = |statement: Statement| representation::ids(statement.into_json()).to_string();
        return Ok(read.into_iter().map(ids).collect());
    }
    let definitions = definitions(call, &read).await?;
    let languages = Languages::accepted(call.header(&header::ACCEPT_LANGUAGE).unwrap_or_default());
    let known = |id: &str| definitions.get(id).cloned();
    let canonical = |statement: Statement| {
        representation::canonical(statement.into_json(), &languages, &known).to_string()
    };
    Ok(read.into_iter().map(canonical).collect())
}

/// What the store knows of the activities in these statements.
async fn definitions(call: &Call, statements: &[Statement]) -> Result<BTreeMap<String, Value>, Refused> {
    let ids: BTreeSet<&str> = statements.iter().flat_map(Statement::activities).map(|(id, _)| id).collect();
    let mut known = BTreeMap::new();
    for id in ids {
        let mut activity = call.store.activity(id).await?;
        if let Some(definition) = activity.get_mut("definition") {
            known.insert(id.to_owned(), definition.take());
        }
    }
    Ok(known)
}

async fn answer(
    call: &Call,
    query: &StatementQuery,
    statements: &[String],
    body: String,
    modified: Option<EpochMs>,
) -> Result<Response, Refused> {
    let mut headers = HeaderMap::new();
    headers.extend(modified.and_then(last_modified).map(|at| (header::LAST_MODIFIED, at)));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if !query.attachments {
        return Ok((headers, body).into_response());
    }
    let files = call.store.attachments(&declared(statements)).await?;
    let boundary = Uuid::new_v4().simple().to_string();
    if let Ok(kind) = HeaderValue::try_from(format!("multipart/mixed; boundary={boundary}")) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    let parts: Vec<Part> = std::iter::once(first(&body)).chain(files.iter().map(part)).collect();
    Ok((headers, multipart::write(&parts, &boundary)).into_response())
}

/// The hashes of all attachments, each once.
fn declared(statements: &[String]) -> Vec<String> {
    let read = statements.iter().filter_map(|json| Statement::read(json.as_bytes()).ok());
    let hashes: BTreeSet<String> =
        read.flat_map(|statement| statement.attachments()).map(|declared| declared.sha2).collect();
    hashes.into_iter().collect()
}

fn first(body: &str) -> Part<'_> {
    let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    Part { headers, body: body.as_bytes() }
}

fn part(file: &Attachment) -> Part<'_> {
    let headers = [
        ("Content-Type", file.content_type.as_str()),
        ("Content-Transfer-Encoding", "binary"),
        ("X-Experience-API-Hash", file.sha2.as_str()),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Part { headers: headers.into(), body: &file.bytes }
}
