//! One's own records: what is held, where it came from, who looked, and what one can do about it.

use std::collections::BTreeSet;

use domain::{EpochMs, PersonId, viewer::Viewer};
use store::{
    Revision,
    individual::{HeldAccount, RecordFilter},
};

use super::{
    Erased, Export, Format, Look, WorkRecord, WorkRecordRule, export::sent, rederive::derive_documents,
};
use crate::{Fields, Service, ServiceError, recompute};

/// Everything about the viewer as a person; nobody else's records can be reached from here.
#[derive(Clone)]
pub struct OwnRecords<'s> {
    service: &'s Service,
    viewer: &'s Viewer,
    person: PersonId,
}

/// What has to be typed to be erased.
pub const ERASE_WORDS: &str = "erase me";

/// An account that is taken to be the viewer's.
pub type OwnAccount = HeldAccount;

#[derive(Debug, Clone, PartialEq)]
pub struct OwnOverview {
    pub name: String,
    pub email: Option<String>,
    /// A role of the skill map.
    pub role: Option<String>,
    pub since: EpochMs,
    /// The teams one is or was in, by time, and the cohorts, by wave.
    pub teams: Vec<String>,
    pub cohorts: Vec<String>,
    pub accounts: Vec<OwnAccount>,
    pub pull_requests: i64,
    pub defects: i64,
    pub learning_events: i64,
    /// Who else may look at work records; empty: nobody.
    pub rules: Vec<WorkRecordRule>,
}

/// Which records a page lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordsKind {
    All,
    PullRequests,
    Defects,
    Learning,
    /// As they were sent, where they tell of learning; the export has whatever else names the person.
    Statements,
}

impl RecordsKind {
    pub const ALL: [RecordsKind; 5] =
        [Self::All, Self::PullRequests, Self::Defects, Self::Learning, Self::Statements];

    pub fn as_str(self) -> &'static str {
        match self {
            RecordsKind::All => "all",
            RecordsKind::PullRequests => "pull_request",
            RecordsKind::Defects => "defect",
            RecordsKind::Learning => "learning",
            RecordsKind::Statements => "statement",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// One record in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// `pull_request`, `defect`, `learning`, `statement`.
    pub kind: String,
    pub at: EpochMs,
    /// `None` where the payload it was read from is not kept any more.
    pub arrived_at: Option<EpochMs>,
    pub source: String,
    pub key: String,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordPage {
    pub records: Vec<Record>,
    pub total: usize,
    /// From 1.
    pub page: usize,
    pub pages: usize,
}

const PAGE: usize = 50;
const LOOKS: i64 = 200;

impl Service {
    /// # Errors
    /// `NotFound` for a viewer who is linked to no person of the directory.
    pub fn own_records<'s>(&'s self, viewer: &'s Viewer) -> Result<OwnRecords<'s>, ServiceError> {
        let person = viewer.person.ok_or(ServiceError::NotFound)?;
        Ok(OwnRecords { service: self, viewer, person })
    }
}

impl OwnRecords<'_> {
    pub async fn overview(&self) -> Result<OwnOverview, ServiceError> {
        let Self { service, person, .. } = self;
        let held = service.store.held_person(*person).await?.ok_or(ServiceError::NotFound)?;
        let (pull_requests, defects, learning_events) = service.store.record_counts(*person).await?;
        let roster = service.roster().await?;
        let mut teams: Vec<String> = Vec::new();
        for membership in service.store.held_memberships(*person).await? {
            let name = roster.teams.iter().find(|team| team.key.as_str() == membership.team);
            teams.push(name.map_or(membership.team, |team| team.name.clone()));
        }
        teams.dedup();
        let own: BTreeSet<_> =
            roster.enrolments.iter().filter(|e| e.enrolment.person == *person).map(|e| &e.cohort).collect();
        let cohorts = roster.cohorts.iter().filter(|cohort| own.contains(&cohort.key));
        Ok(OwnOverview {
            name: held.person.name,
            email: held.person.email,
            role: held.person.role,
            since: EpochMs(held.created_at),
            teams,
            cohorts: cohorts.map(|cohort| cohort.name.clone()).collect(),
            accounts: service.store.held_accounts(*person).await?,
            pull_requests,
            defects,
            learning_events,
            rules: service.work_record_rules().await?,
        })
    }

    /// A page of fifty records, newest first (pages count from 1).
    pub async fn records(&self, kind: RecordsKind, page: usize) -> Result<RecordPage, ServiceError> {
        if kind == RecordsKind::Statements {
            return self.statements(page).await;
        }
        let (pull_requests, defects, learning) = self.service.store.record_counts(self.person).await?;
        let total = match kind {
            RecordsKind::PullRequests => pull_requests,
            RecordsKind::Defects => defects,
            RecordsKind::Learning => learning,
            _ => pull_requests + defects + learning,
        };
        let total = usize::try_from(total).unwrap_or_default();
        let (page, pages) = paging(total, page);
        let (offset, limit) = part(page);
        let kind = (kind != RecordsKind::All).then(|| kind.as_str());
        let filter = RecordFilter { kind, offset, limit };
        let rows = self.service.store.records_about(self.person, &filter).await?;
        let record = |row: store::individual::RecordRow| Record {
            kind: row.kind,
            at: EpochMs(row.at),
            arrived_at: row.arrived_at.map(EpochMs),
            source: row.source,
            key: row.key,
            text: row.text,
        };
        Ok(RecordPage { records: rows.into_iter().map(record).collect(), total, page, pages })
    }

    async fn statements(&self, page: usize) -> Result<RecordPage, ServiceError> {
        let total = self.service.store.count_statements_of(self.person).await?;
        let total = usize::try_from(total).unwrap_or_default();
        let (page, pages) = paging(total, page);
        let (offset, limit) = part(page);
        let rows = self.service.store.statements_of(self.person, offset, limit).await?;
        Ok(RecordPage { records: rows.into_iter().filter_map(sent).collect(), total, page, pages })
    }

    /// One's pull requests, beside one's own median and nobody else's.
    pub async fn work(&self) -> Result<WorkRecord, ServiceError> {
        self.service.work_of(self.person, self.viewer.name.clone()).await
    }

    /// Who looked at one's records and why, newest first.
    pub async fn looks(&self) -> Result<Vec<Look>, ServiceError> {
        self.service.looks(self.person, LOOKS).await
    }

    pub async fn account(&self, id: i64) -> Result<OwnAccount, ServiceError> {
        let accounts = self.service.store.held_accounts(self.person).await?;
        accounts.into_iter().find(|account| account.id == id).ok_or(ServiceError::NotFound)
    }

    /// "That account isn't me": it is nobody's until somebody links it to somebody else, and what it did is counted
    /// accordingly. All of it at once.
    pub async fn disown(&self, account: i64) -> Result<(), ServiceError> {
        let (service, person, actor) = (self.service.clone(), self.person, self.viewer.actor());
        to_its_end(async move { disown(&service, person, account, &actor).await }).await
    }

    /// Everything that is held, as a stream of a file; that it was asked for is logged.
    pub async fn export(&self, format: Format) -> Result<Export, ServiceError> {
        self.service.export(self.person, format, &self.viewer.actor()).await
    }

    /// Erases the viewer, who typed [`ERASE_WORDS`].
    pub async fn erase(&self, typed: &str) -> Result<Erased, ServiceError> {
        if typed.trim().to_lowercase() != ERASE_WORDS {
            let mut wrong = Fields::default();
            wrong.add("confirmation", format!("Type the words \"{ERASE_WORDS}\". Nothing was erased."));
            return Err(ServiceError::Invalid(wrong));
        }
        let (service, person, actor) = (self.service.clone(), self.person, self.viewer.actor());
        to_its_end(async move { service.erase(person, &actor).await }).await
    }
}

async fn disown(service: &Service, person: PersonId, account: i64, actor: &str) -> Result<(), ServiceError> {
    let mut tx = service.store.begin().await?;
    tx.own_facts().await?;
    tx.own_figures().await?;
    let (payloads, statements) = tx.documents_of_account(account).await?;
    let provider = tx.disown_account(account, person).await?.ok_or(ServiceError::NotFound)?;
    let (payloads, statements) = (payloads.into_iter().collect(), statements.into_iter().collect());
    derive_documents(service, &mut tx, &payloads, &statements).await?;
    service.mark_everything(&mut tx).await?;
    recompute::marked(&mut tx).await?;
    for revision in [Revision::Learning, Revision::Figures] {
        tx.bump(revision).await?;
    }
    // Not which account: its number would lead from the log to whoever it is linked to later.
    let detail = format!("one {} account", provider.as_str());
    let subject = format!("person:{}", person.0);
    tx.log_change(service.now().0, actor, "disowned account", &subject, &detail).await?;
    tx.commit().await?;
    service.notice_changes().await
}

/// Goes on where whoever asked does not wait for it: a request that takes too long is dropped, and with it a transaction
/// that has not committed. It would never be done.
async fn to_its_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, ServiceError>> + Send + 'static,
) -> Result<T, ServiceError> {
    let done = tokio::spawn(work).await;
    done.unwrap_or_else(|error| Err(ServiceError::Broken(error.to_string())))
}

fn paging(total: usize, page: usize) -> (usize, usize) {
    let pages = total.div_ceil(PAGE).max(1);
    (page.clamp(1, pages), pages)
}

/// The rows before a page, and those on it.
fn part(page: usize) -> (i64, i64) {
    let whole = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
    (whole((page - 1) * PAGE), whole(PAGE))
}
