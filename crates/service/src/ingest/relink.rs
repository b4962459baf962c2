//! An account changes hands: what it did is joined anew with the person it belongs to now, in the transaction that says
//! so. Nobody ever sees an account linked and its facts elsewhere.

use domain::PersonId;
use store::Tx;

use super::{GITHUB, Known, github, learning};
use crate::{Service, ServiceError};

impl Service {
    /// Links an account to a person, or to nobody. Says no, and changes nothing, where it is so already.
    pub(crate) async fn relink_account(
        &self,
        tx: &mut Tx,
        account: i64,
        person: Option<PersonId>,
    ) -> Result<bool, ServiceError> {
        tx.own_facts().await?;
        tx.own_figures().await?;
        if !tx.set_account_person(account, person).await? {
            return Ok(false);
        }
        // Their months are packed anew also where a payload is no longer kept and the fact stays as it was.
        let places = tx.places_of_account(account).await?;
        tx.mark_dirty(&places).await?;
        // From here on as the directory is now. Defects keep their team whoever reports them.
        let mut known = Known::load(tx, self).await?;
        self.join_pull_requests_of(tx, &mut known, account).await?;
        self.join_events_of(tx, &mut known, account).await?;
        // The person's cohorts span teams that none of these facts is in, before as well as after.
        self.mark_everything(tx).await?;
        Ok(true)
    }

    async fn join_pull_requests_of(
        &self,
        tx: &mut Tx,
        known: &mut Known,
        account: i64,
    ) -> Result<(), ServiceError> {
        let reader = self.github_reader()?;
        for name in tx.pull_requests_of_account(account).await? {
            let versions = tx.raw_versions(GITHUB, &name).await?;
            let facts = versions.iter().filter_map(|payload| reader.read(payload).ok()).collect();
            github::derive(tx, known, facts, self.now().0).await?;
        }
        Ok(())
    }

    async fn join_events_of(&self, tx: &mut Tx, known: &mut Known, account: i64) -> Result<(), ServiceError> {
        let statements = tx.statements_of_account(account).await?;
        // Of everybody in them: those of others are there and stay as they are.
        let events = learning::events_of(&statements);
        tx.forget_events_of_account(account).await?;
        learning::derive(tx, known, events, self.now().0).await
    }
}
