//! What is there after the server came back, held against what it had said.

use std::collections::{HashMap, HashSet};

use anyhow::{Context, bail, ensure};
use serde_json::Value;

use super::clients::{Told, Versions, document, text};
use crate::lrs::client::{Client, Door};

/// Where reading begins.
const FIRST: &str = "/statements?ascending=true&limit=100";

/// The statements of the whole log from a place on, as (id, statement), oldest first; `next` is where to go on.
pub(super) struct Reader {
    next: String,
    pub(super) seen: HashSet<String>,
}

/// What a check found.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Found {
    pub(super) statements: usize,
    /// Batches that were stored though nobody was told.
    pub(super) unacknowledged: usize,
}

impl Reader {
    pub(super) fn new() -> Self {
        Self { next: String::new(), seen: HashSet::new() }
    }

    /// Reads on, across restarts by the `more` of before: each statement comes once.
    pub(super) fn read_on(&mut self, client: &mut Client) -> anyhow::Result<Vec<String>> {
        let mut new = Vec::new();
        let mut path = self.next.clone();
        if path.is_empty() {
            FIRST.clone_into(&mut path);
        }
        loop {
            let page: Value = serde_json::from_slice(&client.get(&path)?).context("a page is half")?;
            let statements = page["statements"].as_array().context("a page without statements")?;
            for statement in statements {
                let id = whole(statement)?;
                // The last page is read again until there is a next one.
                if self.seen.insert(id.clone()) {
                    new.push(id);
                } else if self.next != path {
                    bail!("statement {id} came twice");
                }
            }
            self.next.clone_from(&path);
            match page["more"].as_str().filter(|more| !more.is_empty()) {
                Some(more) => more.strip_prefix("/xapi").unwrap_or(more).clone_into(&mut path),
                None => return Ok(new),
            }
        }
    }
}

/// The id of a statement that has all its parts.
fn whole(statement: &Value) -> anyhow::Result<String> {
    let id = statement["id"].as_str().context("a statement without id")?;
    for part in
        ["actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version"]
    {
        ensure!(!statement[part].is_null(), "statement {id} lacks {part}");
    }
    Ok(id.to_owned())
}

/// Every acknowledged batch is there, whole and once; one that was on its way is there whole, or not at all.
pub(super) fn statements(new: &[String], told: &[Told]) -> anyhow::Result<Found> {
    let mut count: HashMap<&str, usize> = HashMap::new();
    for id in new {
        *count.entry(id).or_default() += 1;
    }
    if let Some((id, count)) = count.iter().find(|(_, count)| **count > 1) {
        bail!("statement {id} is there {count} times");
    }
    let mut expected = HashSet::new();
    for batch in told.iter().flat_map(|client| &client.acknowledged) {
        for id in batch {
            ensure!(count.contains_key(id.as_str()), "statement {id} was acknowledged and is missing");
            expected.insert(id.as_str());
        }
    }
    let mut unacknowledged = 0;
    for batch in told.iter().filter_map(|client| client.open.as_ref()) {
        let there = batch.iter().filter(|id| count.contains_key(id.as_str())).count();
        ensure!(there == 0 || there == batch.len(), "{there} of a batch of {} are there", batch.len());
        unacknowledged += usize::from(there > 0);
        expected.extend(batch.iter().map(String::as_str));
    }
    if let Some(id) = new.iter().find(|id| !expected.contains(id.as_str())) {
        bail!("statement {id} is there and nobody sent it");
    }
    Ok(Found { statements: new.len(), unacknowledged })
}

/// Each client's document is the last that was acknowledged, or the one that was on its way; never something between.
pub(super) fn documents(door: &Door, known: &mut [Versions], told: &[Told]) -> anyhow::Result<()> {
    let mut connection = Client::connect(door)?;
    for (client, (known, told)) in known.iter_mut().zip(told).enumerate() {
        let acknowledged = told.document.acknowledged.or(known.acknowledged);
        let (status, body) = connection.send("GET", &document(client), b"")?;
        let body = String::from_utf8_lossy(body).into_owned();
        let is = match status {
            200 => Some(
                serde_json::from_str::<Value>(&body)?["version"]
                    .as_u64()
                    .context("a document without version")?,
            ),
            404 => None,
            other => bail!("a document was answered with {other}: {body}"),
        };
        ensure!(is.is_none_or(|version| text(version) == body), "the document of client {client} is half");
        ensure!(
            is == acknowledged || (is.is_some() && is == told.document.open),
            "the document of client {client} is {is:?}; acknowledged was {acknowledged:?}"
        );
        *known = Versions { acknowledged: is, open: None };
    }
    Ok(())
}
