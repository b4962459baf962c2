//! The audit log as auditors and operators read it: list, verdict, export.

mod export;
mod format;
mod history;
mod log;
mod names;
mod verify;

pub use export::AuditExport;
pub use format::Format;
pub use history::Change;
pub use log::{AuditLine, AuditLog, AuditPage, Named};
pub use privacy::audit::{Broken, Fault, Head};
pub use store::audit::{AuditFilter, ChainEnds};
pub use verify::Verdict;

pub(crate) use names::Names;
pub(crate) use verify::PRUNED;

use crate::{Service, ServiceError};

impl Service {
    /// Both ends of the chain.
    pub async fn audit_ends(&self) -> Result<ChainEnds, ServiceError> {
        Ok(self.store.audit_ends().await?)
    }
}
