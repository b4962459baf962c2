//! The audit log: who did what, when, written in the transaction of the act itself and chained by hash
//! (`privacy::audit`). Its tables refuse to be changed; triggers see to it.

mod append;
mod before;
mod prune;
mod read;

pub use privacy::audit::{Entry, Head, Row};
pub use read::{AuditFilter, ChainEnds};

use privacy::audit::ChainHash;

use crate::StoreError;

fn hash(column: &'static str, seq: i64, bytes: &[u8]) -> Result<ChainHash, StoreError> {
    ChainHash::try_from(bytes).map_err(|e| StoreError::inconsistent("audit_log", column, seq, e))
}
