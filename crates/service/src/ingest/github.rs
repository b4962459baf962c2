//! Pull requests: raw first, then the fact.

use connectors::github::natural_key;
use domain::{Account, RepositoryName, facts::PullRequest};
use store::Tx;

use super::{GITHUB, Ingest, Known, Payload, Received};
use crate::ServiceError;

impl Ingest {
    /// Stores a batch of pull requests. Those that are there already, byte for byte, change nothing.
    pub async fn pull_requests(
        &mut self,
        batch: Vec<Payload<PullRequest>>,
    ) -> Result<Received, ServiceError> {
        let now = self.now();
        let (mut tx, mut known, fresh, received) = self.receive(GITHUB, batch, natural_key).await?;
        derive(&mut tx, &mut known, fresh, now.0).await?;
        self.finish(tx, known).await?;
        Ok(received)
    }
}

/// Facts of pull requests into rows, with the accounts and repositories they name.
pub(crate) async fn derive(
    tx: &mut Tx,
    known: &mut Known,
    facts: Vec<PullRequest>,
    now_ms: i64,
) -> Result<(), ServiceError> {
    let authors: Vec<&Account> = facts.iter().filter_map(|fact| fact.author.as_ref()).collect();
    tx.ensure_accounts(&mut known.directory, &authors, now_ms).await?;
    let repositories: Vec<&RepositoryName> = facts.iter().map(|fact| &fact.repository).collect();
    tx.ensure_repositories(&mut known.directory, &repositories).await?;
    let joined = facts.into_iter().filter_map(|fact| known.join_pull_request(fact)).collect();
    Ok(tx.save_pull_requests(joined).await?)
}
