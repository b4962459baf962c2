//! Issues: raw first; those that are defects become facts.

use connectors::jira::Issue;
use domain::Account;
use store::{Tx, facts::JoinedIssue};

use super::{Ingest, JIRA, Known, Payload, Received};
use crate::ServiceError;

impl Ingest {
    /// Stores a batch of issues. An issue that is a defect no longer leaves the facts.
    pub async fn issues(&mut self, batch: Vec<Payload<Issue>>) -> Result<Received, ServiceError> {
        let now = self.now();
        let key = |issue: &Issue| issue.key.clone();
        let (mut tx, mut known, fresh, received) = self.receive(JIRA, batch, key).await?;
        derive(&mut tx, &mut known, fresh, now.0).await?;
        self.finish(tx, known).await?;
        Ok(received)
    }
}

pub(crate) async fn derive(
    tx: &mut Tx,
    known: &mut Known,
    issues: Vec<Issue>,
    now_ms: i64,
) -> Result<(), ServiceError> {
    let reporters: Vec<&Account> =
        issues.iter().filter_map(|issue| issue.defect.as_ref()?.reporter.as_ref()).collect();
    tx.ensure_accounts(&mut known.directory, &reporters, now_ms).await?;
    let joined = issues.into_iter().map(|Issue { key, updated_at, defect, .. }| {
        let defect = defect.map(|defect| known.join_defect(defect));
        JoinedIssue { key, updated_at, defect }
    });
    Ok(tx.save_issues(joined.collect()).await?)
}
