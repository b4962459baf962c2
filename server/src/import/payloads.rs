//! JSON lines of pull requests and issues. One thread reads and parses while the store writes.

use std::io::Read;

use anyhow::Context;
use connectors::ReadError;
use service::{Service, ingest::Payload};
use tokio::sync::mpsc;

use super::{
    Outcome,
    lines::{LONGEST_LINE, Line, Lines},
    rejects::Rejects,
};

/// Large enough that a transaction's cost is shared, small enough that a batch is soon durable.
const BATCH: usize = 1000;

enum Item<T> {
    Batch(Vec<Payload<T>>),
    Rejected { number: u64, reason: String, text: Option<Vec<u8>> },
    Failed(std::io::Error),
}

pub async fn pull_requests(
    service: &Service,
    source: impl Read + Send + 'static,
    rejects: &mut Rejects,
) -> anyhow::Result<Outcome> {
    let reader = service.github_reader()?;
    let mut items = parse(source, move |line: &[u8]| reader.read(line));
    let mut ingest = service.ingest();
    let mut outcome = Outcome::default();
    while let Some(item) = items.recv().await {
        if let Some(batch) = set_aside(item, rejects, &mut outcome)? {
            outcome += ingest.pull_requests(batch).await?.into();
        }
    }
    Ok(outcome)
}

pub async fn issues(
    service: &Service,
    source: impl Read + Send + 'static,
    rejects: &mut Rejects,
) -> anyhow::Result<Outcome> {
    let reader = service.jira_reader();
    let mut items = parse(source, move |line: &[u8]| reader.read(line));
    let mut ingest = service.ingest();
    let mut outcome = Outcome::default();
    while let Some(item) = items.recv().await {
        if let Some(batch) = set_aside(item, rejects, &mut outcome)? {
            outcome += ingest.issues(batch).await?.into();
        }
    }
    Ok(outcome)
}

/// Takes what is no batch out of the stream.
fn set_aside<T>(
    item: Item<T>,
    rejects: &mut Rejects,
    outcome: &mut Outcome,
) -> anyhow::Result<Option<Vec<Payload<T>>>> {
    match item {
        Item::Batch(batch) => Ok(Some(batch)),
        Item::Rejected { number, reason, text } => {
            outcome.rejected += 1;
            rejects.line(number, &reason, text.as_deref())?;
            Ok(None)
        }
        Item::Failed(error) => {
            Err(error).context("the file cannot be read to its end; what came before is stored")
        }
    }
}

/// Batches of read payloads, two ahead of the store.
fn parse<T: Send + 'static>(
    source: impl Read + Send + 'static,
    read: impl Fn(&[u8]) -> Result<T, ReadError> + Send + 'static,
) -> mpsc::Receiver<Item<T>> {
    let (sender, receiver) = mpsc::channel(2);
    tokio::task::spawn_blocking(move || {
        // A closed channel: the store failed and said so itself.
        let _ = parse_into(source, read, &sender);
    });
    receiver
}

fn parse_into<T>(
    source: impl Read,
    read: impl Fn(&[u8]) -> Result<T, ReadError>,
    sender: &mpsc::Sender<Item<T>>,
) -> Result<(), mpsc::error::SendError<Item<T>>> {
    let mut lines = Lines::new(source);
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        match lines.next_line() {
            Ok(Some(Line::Text(number, bytes))) => match read(&bytes) {
                Ok(read) => batch.push(Payload { bytes, read }),
                Err(error) => {
                    sender.blocking_send(Item::Rejected {
                        number,
                        reason: error.to_string(),
                        text: Some(bytes),
                    })?;
                }
            },
            Ok(Some(Line::TooLong(number))) => {
                sender.blocking_send(Item::Rejected { number, reason: too_long(), text: None })?;
            }
            Ok(None) => break,
            Err(error) => {
                sender.blocking_send(Item::Batch(std::mem::take(&mut batch)))?;
                return sender.blocking_send(Item::Failed(error));
            }
        }
        if batch.len() == BATCH {
            sender.blocking_send(Item::Batch(std::mem::replace(&mut batch, Vec::with_capacity(BATCH))))?;
        }
    }
    if batch.is_empty() { Ok(()) } else { sender.blocking_send(Item::Batch(batch)) }
}

pub fn too_long() -> String {
    let most = LONGEST_LINE / (1024 * 1024);
    format!("the line is longer than {most} MiB, more than its source ever sends; it was not copied")
}
