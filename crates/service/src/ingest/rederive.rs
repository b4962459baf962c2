//! Everything derived, anew: from raw payloads to facts, in one transaction, after the organisation's data or the
//! rules changed. Readers see the old facts until it is done.

use super::{GITHUB, JIRA, Known, github, jira, learning};
use crate::{Service, ServiceError, release};

const PAGE: i64 = 1000;

/// What a derivation read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Derived {
    pub payloads: usize,
    /// Payloads that today's rules cannot read any more; they stay stored.
    pub unreadable: usize,
}

impl Service {
    /// Throws away facts, blocks and cells and derives them from what arrived. All figures are then shown as the
    /// organisation is now, corrections that were held back among them.
    pub async fn rebuild(&self) -> Result<Derived, ServiceError> {
        let mut tx = self.begin_deriving().await?;
        release::forget_seatings(&mut tx).await?;
        tx.log_change(self.now().0, "operator", "rebuilt", "figures", "").await?;
        let derived = self.derive_anew(tx).await?;
        self.recompute().await?;
        Ok(derived)
    }

    /// Derives the facts anew and marks their figures.
    pub async fn rederive(&self) -> Result<Derived, ServiceError> {
        let tx = self.begin_deriving().await?;
        self.derive_anew(tx).await
    }

    async fn begin_deriving(&self) -> Result<store::Tx, ServiceError> {
        let mut tx = self.store.begin().await?;
        tx.own_facts().await?;
        tx.own_figures().await?;
        Ok(tx)
    }

    async fn derive_anew(&self, mut tx: store::Tx) -> Result<Derived, ServiceError> {
        tx.forget_derived().await?;
        let mut known = Known::load(&mut tx, self).await?;
        let mut derived = Derived::default();
        self.rederive_github(&mut tx, &mut known, &mut derived).await?;
        self.rederive_jira(&mut tx, &mut known, &mut derived).await?;
        self.rederive_learning(&mut tx, &mut known, &mut derived).await?;
        // A team without any fact still has cells: "no data" is a statement too.
        self.mark_everything(&mut tx).await?;
        tx.commit().await?;
        Ok(derived)
    }

    async fn rederive_github(
        &self,
        tx: &mut store::Tx,
        known: &mut Known,
        derived: &mut Derived,
    ) -> Result<(), ServiceError> {
        let reader = self.github_reader()?;
        let mut after = 0;
        loop {
            let page = tx.raw_page(GITHUB, after, PAGE).await?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = *last;
            let facts: Vec<_> = page.iter().filter_map(|(_, payload)| reader.read(payload).ok()).collect();
            derived.count(page.len(), facts.len());
            github::derive(tx, known, facts, self.now().0).await?;
        }
    }

    async fn rederive_jira(
        &self,
        tx: &mut store::Tx,
        known: &mut Known,
        derived: &mut Derived,
    ) -> Result<(), ServiceError> {
        let reader = self.jira_reader();
        let mut after = 0;
        loop {
            let page = tx.raw_page(JIRA, after, PAGE).await?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = *last;
            let issues: Vec<_> = page.iter().filter_map(|(_, payload)| reader.read(payload).ok()).collect();
            derived.count(page.len(), issues.len());
            jira::derive(tx, known, issues, self.now().0).await?;
        }
    }

    async fn rederive_learning(
        &self,
        tx: &mut store::Tx,
        known: &mut Known,
        derived: &mut Derived,
    ) -> Result<(), ServiceError> {
        let mut after = 0;
        loop {
            let page = tx.log_page(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            let readable =
                |row: &&store::statements::Logged| xapi::Statement::read(row.payload.as_bytes()).is_ok();
            derived.count(page.len(), page.iter().filter(readable).count());
            learning::derive(tx, known, learning::events_of(&page), self.now().0).await?;
        }
        // What is in the log by now is derived by now.
        let position = tx.hold_position(learning::LEARNING).await?;
        Ok(tx.set_position(learning::LEARNING, after.max(position)).await?)
    }
}

impl Derived {
    fn count(&mut self, payloads: usize, read: usize) {
        self.payloads += payloads;
        self.unreadable += payloads - read;
    }
}
