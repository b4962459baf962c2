//! Goes over everything that arrived and takes a person out of it, so that what is derived from it stays the same.

use std::collections::{BTreeSet, HashSet};

use connectors::{github, jira};
use domain::{Provider, facts::PullRequest};
use serde_json::Value;
use store::{Tx, documents::NamedDocument, erasure::PayloadRow, statements::Logged};
use uuid::Uuid;
use xapi::Statement;

use super::{
    ErasedStatements,
    pseudonyms::{Pseudonyms, Words},
    scrub::{Scrub, agent_id},
};
use crate::{
    ServiceError,
    ingest::{GITHUB, JIRA},
    record_store::terms,
};

const PAGE: i64 = 500;

/// What was changed, to be derived from anew.
#[derive(Debug, Default)]
pub(super) struct Changed {
    pub(super) payloads: BTreeSet<i64>,
    pub(super) statements: BTreeSet<Uuid>,
    /// Statements that are gone; nothing is derived from them any more.
    pub(super) removed: usize,
    /// Attachments that belong to no statement any more.
    pub(super) files: Vec<[u8; 32]>,
}

pub(super) struct Documents<'a> {
    pub(super) people: &'a mut Pseudonyms,
    pub(super) repositories: HashSet<String>,
    pub(super) github: github::Reader,
    pub(super) jira: jira::Reader,
    pub(super) policy: ErasedStatements,
    pub(super) changed: Changed,
}

impl Documents<'_> {
    /// Once over everything, and again as long as documents taught other names of the same person.
    pub(super) async fn clean(&mut self, tx: &mut Tx) -> Result<(), ServiceError> {
        self.people.settle()?;
        loop {
            self.payloads(tx).await?;
            self.statements(tx).await?;
            self.records(tx).await?;
            if !self.people.settle()? {
                return Ok(());
            }
        }
    }

    async fn payloads(&mut self, tx: &mut Tx) -> Result<(), ServiceError> {
        let mut after = 0;
        loop {
            let page = tx.payload_page(after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id;
            for row in page {
                if let Some(row) = self.payload(row) {
                    tx.replace_payload(&row).await?;
                    self.changed.payloads.insert(row.id);
                }
            }
        }
    }

    /// The payload without the person; `None` where it does not name them.
    fn payload(&mut self, row: PayloadRow) -> Option<PayloadRow> {
        let natural_key = self.people.text(&row.natural_key, Words::Distinct);
        if natural_key.is_none() && !self.people.may_occur_in(&row.payload) {
            return None;
        }
        let payload = self.cleaned(&row, Words::All)?;
        let payload = if self.says_the_same(&row, &payload) {
            payload
        } else {
            // A login that is also a word made another fact of it: spare the word.
            self.cleaned(&row, Words::Distinct)?
        };
        Some(PayloadRow { natural_key: natural_key.unwrap_or(row.natural_key), payload, ..row })
    }

    fn cleaned(&mut self, row: &PayloadRow, words: Words) -> Option<Vec<u8>> {
        let source = if row.source == JIRA { Provider::Jira } else { Provider::GitHub };
        let mut document: Value = serde_json::from_slice(&row.payload).ok()?;
        let repositories = &self.repositories;
        let mentions = Scrub { source, words, repositories, people: self.people }.run(&mut document);
        (!mentions.is_empty()).then(|| document.to_string().into_bytes())
    }

    fn says_the_same(&self, row: &PayloadRow, cleaned: &[u8]) -> bool {
        if row.source == GITHUB {
            let read = |payload: &[u8]| self.github.read(payload).ok().map(without_texts);
            read(&row.payload) == read(cleaned)
        } else {
            let read = |payload: &[u8]| self.jira.read(payload).ok().map(without_reporter);
            read(&row.payload) == read(cleaned)
        }
    }

    async fn statements(&mut self, tx: &mut Tx) -> Result<(), ServiceError> {
        let mut after = 0;
        loop {
            let page = tx.log_page(after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.seq;
            for row in page {
                self.statement(tx, &row).await?;
            }
        }
    }

    async fn statement(&mut self, tx: &mut Tx, row: &Logged) -> Result<(), ServiceError> {
        let (id, payload) = (row.id, &row.payload);
        if !self.people.may_occur_in(payload.as_bytes()) {
            return Ok(());
        }
        let Ok(mut document) = serde_json::from_str::<Value>(payload) else { return Ok(()) };
        let left =
            if self.policy == ErasedStatements::Remove { self.leave(&mut document) } else { Left::Not };
        if left == Left::Empty {
            terms::forget(tx, row).await?;
            self.changed.files.extend(tx.drop_attachments(row.seq).await?);
            tx.remove_statement(row.seq, id).await?;
            self.changed.statements.remove(&id);
            self.changed.removed += 1;
            return Ok(());
        }
        let names_them = self.clean_statement(&mut document);
        if left == Left::Group || names_them {
            let document = document.to_string();
            terms::replace(tx, row, &document).await?;
            tx.replace_statement(id, &document).await?;
            // Files are what they are: nobody can take a name out of a certificate.
            self.changed.files.extend(tx.drop_attachments(row.seq).await?);
            self.changed.statements.insert(id);
        }
        Ok(())
    }

    /// States and profiles of the person go; in those of others, and in what activities are called, the name goes.
    async fn records(&mut self, tx: &mut Tx) -> Result<(), ServiceError> {
        let mut after = None;
        loop {
            let page = tx.document_page(after.as_ref(), PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.name.clone());
            for document in page {
                self.record(tx, document).await?;
            }
        }
        for (id, definition) in tx.all_activities().await? {
            // What is called after the person says nothing that could be kept; statements have another id in its place.
            if self.people.text(&id, Words::Distinct).is_some() {
                tx.delete_activity(&id).await?;
            } else if let Some(definition) = self.without_name(definition.as_bytes()) {
                tx.save_activity(&id, &definition).await?;
            }
        }
        Ok(())
    }

    async fn record(&mut self, tx: &mut Tx, document: NamedDocument) -> Result<(), ServiceError> {
        let NamedDocument { name, mut row } = document;
        let named = [&name.agent, &name.activity, &name.document_id];
        let is_theirs = self.people.of(Provider::Xapi, &name.agent).is_some();
        if is_theirs || named.iter().any(|text| self.people.text(text, Words::Distinct).is_some()) {
            return Ok(tx.delete_document(&name).await?);
        }
        if !self.people.may_occur_in(&row.body) {
            return Ok(());
        }
        match self.without_name(&row.body) {
            Some(body) => {
                row.body = body.into_bytes();
                tx.save_document(&name, &row).await?;
            }
            // Not JSON, but the name is in it: nobody can say what would be left.
            None if serde_json::from_slice::<Value>(&row.body).is_err() => tx.delete_document(&name).await?,
            None => {}
        }
        Ok(())
    }

    /// The JSON without the person; `None` where they are not in it.
    fn without_name(&mut self, json: &[u8]) -> Option<String> {
        if !self.people.may_occur_in(json) {
            return None;
        }
        let mut document: Value = serde_json::from_slice(json).ok()?;
        let repositories = &self.repositories;
        let scrub = Scrub { source: Provider::Xapi, words: Words::All, repositories, people: self.people };
        let mentions = { scrub }.run(&mut document);
        (!mentions.is_empty()).then(|| document.to_string())
    }

    /// Takes the person's name out of a statement; says whether it was there.
    fn clean_statement(&mut self, document: &mut Value) -> bool {
        let mut run = |words, document: &mut Value| {
            let repositories = &self.repositories;
            Scrub { source: Provider::Xapi, words, repositories, people: self.people }.run(document)
        };
        let before = document.clone();
        let mentions = run(Words::All, document);
        if says(&before) == says(document) {
            return !mentions.is_empty();
        }
        // A login that is also a word was taken for the person: `security` in `…/labs/security`.
        *document = before;
        !run(Words::Distinct, document).is_empty()
    }

    /// Takes the person out of those the statement is about.
    fn leave(&self, statement: &mut Value) -> Left {
        let is_mine = |agent: &Value| {
            let id = agent.as_object().and_then(agent_id);
            id.is_some_and(|id| self.people.of(Provider::Xapi, &id).is_some())
        };
        let Some(actor) = statement.get_mut("actor") else { return Left::Not };
        let Some(members) = actor.get_mut("member").and_then(Value::as_array_mut) else {
            return if is_mine(actor) { Left::Empty } else { Left::Not };
        };
        let before = members.len();
        members.retain(|member| !is_mine(member));
        match members.len() {
            0 if before > 0 => Left::Empty,
            after if after < before => Left::Group,
            _ => Left::Not,
        }
    }
}

/// What became of a statement's actor when the person left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    Not,
    /// Others are still in it.
    Group,
    /// Nobody is left.
    Empty,
}

/// What figures are made of: everything but names and running text.
fn without_texts(mut fact: PullRequest) -> PullRequest {
    fact.author = None;
    (fact.title, fact.base, fact.labels) = (String::new(), String::new(), vec![]);
    fact
}

/// What a statement tells, whoever it is about: when what was done with what, tagged how.
fn says(statement: &Value) -> Option<impl PartialEq + use<>> {
    let statement = Statement::from_value(statement.clone()).ok()?;
    let (verb, activity) = (statement.verb().to_owned(), statement.activity_id().map(str::to_owned));
    Some((verb, activity, statement.timestamp(), statement.tags()))
}

fn without_reporter(mut issue: jira::Issue) -> jira::Issue {
    if let Some(defect) = &mut issue.defect {
        defect.reporter = None;
        defect.summary = String::new();
    }
    issue
}
