//! The auditor's handle on the log.

use domain::{EpochMs, viewer::Viewer};
use jiff::civil::Date;
use privacy::audit::{Head, Row};
use store::audit::{AuditFilter, ChainEnds};

use super::{AuditExport, Format, Names, Verdict};
use crate::{Service, ServiceError, access};

/// Rows a page of the list.
const PAGE: i64 = 50;

/// The log for those who audit.
pub struct AuditLog<'s> {
    service: &'s Service,
    viewer: &'s Viewer,
}

/// A row of the log with the names behind its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    pub seq: i64,
    pub at: EpochMs,
    pub who: Named,
    pub action: String,
    pub subject: Named,
    pub detail: String,
}

/// A word of the log and whom it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As the log has it: `user:7`.
    pub word: String,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// Newest first.
    pub lines: Vec<AuditLine>,
    /// How many rows the filter lets through.
    pub total: i64,
    /// From 1.
    pub page: i64,
    pub pages: i64,
    /// Every action that can be filtered by.
    pub actions: Vec<String>,
    pub ends: ChainEnds,
    /// The reader's day, in UTC.
    pub today: Date,
}

impl Service {
    /// # Errors
    /// `NotFound` for those who do not audit.
    pub fn audit_log<'s>(&'s self, viewer: &'s Viewer) -> Result<AuditLog<'s>, ServiceError> {
        access::found(access::audits(viewer))?;
        Ok(AuditLog { service: self, viewer })
    }
}

impl AuditLog<'_> {
    /// A page of the list; a number past its ends is the nearest one.
    pub async fn page(&self, filter: &AuditFilter, number: i64) -> Result<AuditPage, ServiceError> {
        let store = &self.service.store;
        let total = store.audit_count(filter).await?;
        let pages = ((total + PAGE - 1) / PAGE).max(1);
        let page = number.clamp(1, pages);
        let rows = store.audit_page(filter, PAGE, (page - 1) * PAGE).await?;
        let names = Names::of(self.service, rows.iter().map(|row| &row.entry)).await?;
        let (actions, ends) = (store.audit_actions().await?, store.audit_ends().await?);
        let today = self.service.now().date();
        Ok(AuditPage {
            lines: rows.iter().map(|row| line(row, &names)).collect(),
            total,
            page,
            pages,
            actions,
            ends,
            today,
        })
    }

    /// Walks the whole chain. `kept`: a head of earlier that was kept elsewhere.
    pub async fn verify(&self, kept: Option<Head>) -> Result<Verdict, ServiceError> {
        self.service.verify_audit(kept).await
    }

    /// Begins an export, which is logged.
    pub async fn export(&self, filter: AuditFilter, format: Format) -> Result<AuditExport, ServiceError> {
        self.service.begin_audit_export(&self.viewer.actor(), filter, format).await
    }
}

fn line(row: &Row, names: &Names) -> AuditLine {
    let entry = &row.entry;
    AuditLine {
        seq: row.seq,
        at: EpochMs(entry.at),
        who: Named { word: entry.who.clone(), name: names.actor(&entry.who) },
        action: entry.action.clone(),
        subject: Named { word: entry.subject.clone(), name: names.subject(&entry.subject) },
        detail: entry.detail.clone(),
    }
}
