//! Facts of some documents, derived anew within a transaction: after what they say, or whose they are, changed.

use std::collections::BTreeSet;

use store::Tx;
use uuid::Uuid;

use crate::{
    Service, ServiceError,
    ingest::{GITHUB, Known, github, jira, learning},
};

/// A transaction that owns the facts. In order of arrival: of two versions of a thing the newer one stays.
pub(super) async fn derive_documents(
    service: &Service,
    tx: &mut Tx,
    payloads: &BTreeSet<i64>,
    statements: &BTreeSet<Uuid>,
) -> Result<(), ServiceError> {
    let mut known = Known::load(tx, service).await?;
    derive_payloads(service, tx, &mut known, payloads).await?;
    derive_statements(service, tx, &mut known, statements).await
}

async fn derive_payloads(
    service: &Service,
    tx: &mut Tx,
    known: &mut Known,
    payloads: &BTreeSet<i64>,
) -> Result<(), ServiceError> {
    let (github_reader, jira_reader) = (service.github_reader()?, service.jira_reader());
    let (mut pull_requests, mut issues) = (Vec::new(), Vec::new());
    for id in payloads {
        let Some(row) = tx.payload(*id).await? else { continue };
        if row.source == GITHUB {
            pull_requests.extend(github_reader.read(&row.payload).ok());
        } else {
            issues.extend(jira_reader.read(&row.payload).ok());
        }
    }
    github::derive(tx, known, pull_requests, service.now().0).await?;
    jira::derive(tx, known, issues, service.now().0).await
}

async fn derive_statements(
    service: &Service,
    tx: &mut Tx,
    known: &mut Known,
    statements: &BTreeSet<Uuid>,
) -> Result<(), ServiceError> {
    let mut events = Vec::new();
    for id in statements {
        // What was learned outlives the text of a statement that retention took.
        let Some(row) = tx.logged(*id).await?.filter(|row| !row.payload.is_empty()) else { continue };
        tx.forget_events(*id).await?;
        events.extend(learning::events_of(&[row]));
    }
    learning::derive(tx, known, events, service.now().0).await
}
