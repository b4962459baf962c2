//! Use cases. The only door from pages, API, jobs and command line to the store: every function that shows
//! something takes a `Viewer` and returns what that viewer may see, figures already guarded by `privacy`.

pub mod access;
pub mod administration;
pub mod audit;
pub mod cohorts;
mod error;
pub mod export;
mod handles;
pub mod impact;
pub mod individual;
pub mod ingest;
pub mod keys;
pub mod local_accounts;
pub mod onboarding;
pub mod quality;
pub mod recompute;
pub mod record_store;
mod release;
pub mod retention;
mod roster;
pub mod scim;
pub mod secrets;
pub mod sign_in;
pub mod skill_map;
pub mod sources;
pub mod stream;
pub mod tags;
pub mod tokens;
pub mod trust;
mod viewers;
pub mod views;

use std::sync::Arc;

use domain::{EpochMs, viewer::Viewer};
use privacy::PseudonymKey;
use store::{Revision, Store};
use tokio::sync::watch;

pub use error::{FieldError, Fields, ServiceError};
pub use handles::{CohortDesk, CohortFigures, ProgrammeDesk, ProgrammeFigures, TeamFigures};
pub use ingest::{Ingest, Rules};
pub use privacy::{COMPARISON, THRESHOLD};

/// Reads the time. A parameter, so that tests and rebuilds decide what "now" is.
pub type Clock = fn() -> EpochMs;

/// The wall clock.
pub fn system_clock() -> EpochMs {
    EpochMs(jiff::Timestamp::now().as_millisecond())
}

/// Everything a use case needs; cheap to clone.
#[derive(Clone)]
pub struct Service {
    store: Store,
    key: PseudonymKey,
    clock: Clock,
    rules: Arc<Rules>,
    revision: watch::Sender<i64>,
    closing: watch::Sender<bool>,
    rosters: roster::RosterCache,
    programmes: views::ProgrammeCache,
    /// Held while all facts are unpacked: in a large organisation they take most of the memory, so one at a time.
    all_facts: Arc<tokio::sync::Mutex<()>>,
    impact_reports: impact::ReportCache,
    sign_in: Arc<sign_in::SignIn>,
    erased_statements: individual::ErasedStatements,
    retention: retention::Retention,
    provisioned_roles: Arc<[sign_in::GroupRule]>,
    refused_key: Option<Arc<str>>,
    keys: Arc<keys::KeyCache>,
    address: Arc<str>,
    internal_hosts: Arc<sources::InternalHosts>,
    log: Arc<record_store::Log>,
    requests: Arc<quality::RequestCounter>,
    readings: Arc<individual::Readings>,
}

impl Service {
    pub async fn new(store: Store, rules: Rules, clock: Clock) -> Result<Self, ServiceError> {
        let key = store.pseudonym_key().await?;
        let (revision, _) = watch::channel(store.revision(Revision::Figures).await?);
        let (closing, _) = watch::channel(false);
        let log = Arc::new(record_store::Log::new(&store, clock));
        let service = Self {
            store,
            log,
            key,
            clock,
            rules: Arc::new(rules),
            revision,
            closing,
            rosters: Arc::default(),
            programmes: Arc::default(),
            all_facts: Arc::default(),
            impact_reports: Arc::default(),
            sign_in: Arc::default(),
            retention: retention::Retention::default(),
            erased_statements: individual::ErasedStatements::default(),
            provisioned_roles: Arc::default(),
            refused_key: None,
            keys: Arc::default(),
            address: "http://localhost:3000".into(),
            internal_hosts: Arc::default(),
            requests: Arc::default(),
            readings: Arc::default(),
        };
        service.index_statements_of_before().await?;
        Ok(service)
    }

    /// With these ways to get in; without this there is none but what the store holds.
    #[must_use]
    pub fn with_sign_in(mut self, sign_in: sign_in::SignIn) -> Self {
        self.sign_in = Arc::new(sign_in);
        self
    }

    /// With these days for each class of data.
    #[must_use]
    pub fn with_retention(mut self, retention: retention::Retention) -> Self {
        self.retention = retention;
        self
    }

    /// With this policy for the statements of people who are erased.
    #[must_use]
    pub fn with_erased_statements(mut self, policy: individual::ErasedStatements) -> Self {
        self.erased_statements = policy;
        self
    }

    /// Reached at this address, without a slash at its end: content that is launched is told it.
    #[must_use]
    pub fn with_address(mut self, address: &str) -> Self {
        self.address = address.trim_end_matches('/').into();
        self
    }

    /// With these hosts inside the house that statements may come from and go to.
    #[must_use]
    pub fn with_internal_hosts(mut self, hosts: sources::InternalHosts) -> Self {
        self.internal_hosts = Arc::new(hosts);
        self
    }

    /// Without this record-store key, whoever knows its secret.
    #[must_use]
    pub fn without_access_key(mut self, key: &str) -> Self {
        self.refused_key = Some(key.into());
        self
    }

    /// Notes that somebody took figures away as a file. `subject`: of whom, as `figures:team:payments`.
    pub async fn log_export(&self, viewer: &Viewer, subject: &str, detail: &str) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        tx.log_change(self.now().0, &viewer.actor(), "exported figures", subject, detail).await?;
        Ok(tx.commit().await?)
    }

    /// Is the database there and answering?
    pub async fn ready(&self) -> Result<(), ServiceError> {
        Ok(self.store.ping().await?)
    }

    /// Wakes whenever figures changed, by this process or by another one on the same database.
    pub fn changes(&self) -> watch::Receiver<i64> {
        self.revision.subscribe()
    }

    /// Looks whether another process changed figures and tells the pages that wait. Called about once a second.
    pub async fn notice_changes(&self) -> Result<(), ServiceError> {
        let newest = self.store.revision(Revision::Figures).await?;
        self.revision.send_if_modified(|seen| std::mem::replace(seen, newest) != newest);
        Ok(())
    }

    /// Says that the server is going: streams that would stay open for ever end.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Stores the statements that wait, and takes no more.
    pub async fn drain_record_store(&self) {
        self.log.drain().await;
    }

    /// Stores what waits and closes the database; SQLite then leaves one file and no log beside it.
    pub async fn end(&self) {
        self.drain_record_store().await;
        self.store.close().await;
    }

    /// Waits until [`Service::close`] was called.
    pub async fn closed(&self) {
        // An error means that the sender is gone, and with it the service.
        let _ = self.closing.subscribe().wait_for(|closing| *closing).await;
    }

    pub fn now(&self) -> EpochMs {
        (self.clock)()
    }
}
