//! Taking the log away as a file, part by part: it may be longer than memory. That it was taken away is logged.

use store::audit::AuditFilter;

use super::Format;
use crate::{Service, ServiceError};

/// Rows a part.
const PART: i64 = 2000;

/// An export under way. It ends with the newest row that was there when it began.
pub struct AuditExport {
    service: Service,
    filter: AuditFilter,
    format: Format,
    /// `None` before the first part.
    after: Option<i64>,
    until: i64,
}

impl Service {
    /// The operator's export.
    pub async fn export_audit(
        &self,
        filter: AuditFilter,
        format: Format,
    ) -> Result<AuditExport, ServiceError> {
        self.begin_audit_export("operator", filter, format).await
    }

    pub(super) async fn begin_audit_export(
        &self,
        actor: &str,
        filter: AuditFilter,
        format: Format,
    ) -> Result<AuditExport, ServiceError> {
        let until = self.store.audit_ends().await?.head.seq;
        let mut tx = self.store.begin().await?;
        let detail = format!("{} up to row {until}", format.extension());
        tx.log_change(self.now().0, actor, "exported", "audit log", &detail).await?;
        tx.commit().await?;
        Ok(AuditExport { service: self.clone(), filter, format, after: None, until })
    }
}

impl AuditExport {
    /// The next part of the file; `None` at its end.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ServiceError> {
        let Some(after) = self.after else {
            self.after = Some(0);
            return Ok(Some(self.format.head()));
        };
        let mut tx = self.service.store.snapshot().await?;
        let mut rows = tx.audit_rows(after, PART).await?;
        rows.retain(|row| row.seq <= self.until);
        let Some(last) = rows.last() else { return Ok(None) };
        self.after = Some(last.seq);
        rows.retain(|row| self.filter.lets_through(&row.entry));
        Ok(Some(self.format.rows(&rows)?))
    }
}
