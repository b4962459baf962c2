//! Arrive and understand: payloads are stored raw and durable, and facts derived from them, in one transaction.

pub(crate) mod github;
pub(crate) mod jira;
mod join;
pub(crate) mod learning;
mod rederive;
mod relink;
mod retag;
mod sheets;

use domain::EpochMs;
use serde::{Deserialize, Serialize};
use store::{Revision, directory::Directory, raw::RawPayload};

use join::Calendars;
pub use learning::Answer;
pub use rederive::Derived;
pub use sheets::{SheetKind, SheetReport};

use crate::{Service, ServiceError};

/// The sources whose payloads are kept raw.
pub(crate) const GITHUB: &str = "github";
pub(crate) const JIRA: &str = "jira";

/// How payloads are read: the organisation's own conventions, from its configuration.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    pub github: connectors::github::Rules,
    pub jira: connectors::jira::Rules,
}

/// What became of a batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Received {
    pub new: usize,
    /// Already there, byte for byte: nothing changed.
    pub repeated: usize,
}

impl std::ops::AddAssign for Received {
    fn add_assign(&mut self, other: Self) {
        self.new += other.new;
        self.repeated += other.repeated;
    }
}

/// A payload that was read, with the bytes it was read from.
pub struct Payload<T> {
    pub bytes: Vec<u8>,
    pub read: T,
}

/// Takes in batches one after the other; keeps the directory between them.
pub struct Ingest {
    service: Service,
    known: Option<Known>,
}

/// What facts are joined with.
pub(crate) struct Known {
    revision: i64,
    pub(crate) directory: Directory,
    pub(crate) calendars: Calendars,
    /// In the order in which they are tried.
    pub(crate) rules: Vec<store::tags::TagRule>,
}

impl Service {
    pub fn ingest(&self) -> Ingest {
        Ingest { service: self.clone(), known: None }
    }

    pub fn github_reader(&self) -> Result<connectors::github::Reader, ServiceError> {
        connectors::github::Reader::new(&self.rules.github).map_err(|e| ServiceError::Rules(e.to_string()))
    }

    pub fn jira_reader(&self) -> connectors::jira::Reader {
        connectors::jira::Reader::new(&self.rules.jira)
    }
}

impl Ingest {
    fn now(&self) -> EpochMs {
        self.service.now()
    }

    /// Keeps the payloads of a batch raw; returns the transaction and what was not there yet, byte for byte.
    async fn receive<T>(
        &mut self,
        source: &str,
        batch: Vec<Payload<T>>,
        natural_key: impl Fn(&T) -> String,
    ) -> Result<(store::Tx, Known, Vec<T>, Received), ServiceError> {
        let now = self.now();
        let (mut tx, known) = self.begin().await?;
        let keys: Vec<String> = batch.iter().map(|payload| natural_key(&payload.read)).collect();
        let payloads = keys.iter().zip(&batch);
        let raw: Vec<RawPayload<'_>> = payloads
            .map(|(natural_key, payload)| RawPayload { natural_key, payload: &payload.bytes })
            .collect();
        let is_new = tx.append_raw(source, &raw, now.0).await?;
        let total = batch.len();
        let fresh: Vec<T> =
            batch.into_iter().zip(is_new).filter(|(_, new)| *new).map(|(payload, _)| payload.read).collect();
        let received = Received { new: fresh.len(), repeated: total - fresh.len() };
        Ok((tx, known, fresh, received))
    }

    /// Ends a batch.
    async fn finish(&mut self, tx: store::Tx, known: Known) -> Result<(), ServiceError> {
        tx.commit().await?;
        // Only now: had the transaction failed, the directory would know rows that do not exist.
        self.known = Some(known);
        Ok(())
    }

    /// Begins a batch with the directory: read at the first one, kept up to date by the batches themselves, read again
    /// when the organisation's data changed meanwhile.
    async fn begin(&mut self) -> Result<(store::Tx, Known), ServiceError> {
        let mut tx = self.service.store.begin().await?;
        tx.share_facts().await?;
        let revision = tx.revision(Revision::Directory).await?;
        let known = match self.known.take() {
            Some(known) if known.revision == revision => known,
            _ => Known::load(&mut tx, &self.service).await?,
        };
        Ok((tx, known))
    }
}

impl Known {
    pub(crate) async fn load(tx: &mut store::Tx, service: &Service) -> Result<Self, ServiceError> {
        Ok(Self {
            revision: tx.revision(Revision::Directory).await?,
            directory: tx.directory(service.key.clone()).await?,
            calendars: Calendars::load(tx).await?,
            rules: tx.tag_rules().await?,
        })
    }
}
