//! What was done to one thing, for the page of that thing.

use domain::EpochMs;

use super::Names;
use crate::{Service, ServiceError};

/// An entry of the log about a subject, with the name of who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub at: EpochMs,
    pub who: String,
    pub action: String,
    pub detail: String,
}

impl Service {
    /// The newest changes of a subject (`cohort:c1`), newest first. The caller has asked `access`.
    pub(crate) async fn history(&self, subject: &str, limit: i64) -> Result<Vec<Change>, ServiceError> {
        let entries = self.store.changes(subject, limit).await?;
        let names = Names::of(self, entries.iter()).await?;
        let change = |entry: privacy::audit::Entry| Change {
            at: EpochMs(entry.at),
            who: names.actor(&entry.who),
            action: entry.action,
            detail: entry.detail,
        };
        Ok(entries.into_iter().map(change).collect())
    }
}
