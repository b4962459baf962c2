//! Which outcomes the programme is held against: a sensible start, and editing them without code. Nothing is deleted,
//! and what was changed when is in the audit log: an outcome declared after the fact can be told from one before.

mod defaults;
mod form;

use domain::{OutcomeKey, outcome::OutcomeDefinition};
use store::{Revision, Tx};

pub(crate) use defaults::transform_of;
pub use form::OutcomeForm;

use crate::{ProgrammeDesk, Service, ServiceError, access};

impl ProgrammeDesk<'_> {
    /// All of them, retired ones included: primaries first, then by name.
    pub async fn outcomes(&self) -> Result<Vec<OutcomeDefinition>, ServiceError> {
        Ok(self.service.store.outcomes().await?)
    }

    pub async fn add_outcome(&self, form: &OutcomeForm) -> Result<OutcomeKey, ServiceError> {
        let mut tx = self.service.store.begin().await?;
        let known = tx.all_outcomes().await?;
        let outcome = form.check(&known, None)?;
        tx.save_outcome(&outcome).await?;
        self.log_outcome(tx, "added", &outcome.key, &described(&outcome)).await?;
        Ok(outcome.key)
    }

    pub async fn edit_outcome(&self, key: &str, form: &OutcomeForm) -> Result<(), ServiceError> {
        let mut tx = self.service.store.begin().await?;
        let known = tx.all_outcomes().await?;
        let old = known.iter().find(|outcome| outcome.key.as_str() == key).ok_or(ServiceError::NotFound)?;
        let outcome = form.check(&known, Some(old))?;
        tx.save_outcome(&outcome).await?;
        self.log_outcome(tx, "edited", &outcome.key, &described(&outcome)).await
    }

    /// Retires an outcome, or brings it back. The primaries are the programme's and stay.
    pub async fn retire_outcome(&self, key: &str, retire: bool) -> Result<(), ServiceError> {
        let mut tx = self.service.store.begin().await?;
        let known = tx.all_outcomes().await?;
        let outcome =
            known.iter().find(|outcome| outcome.key.as_str() == key).ok_or(ServiceError::NotFound)?;
        if outcome.rank.is_primary() {
            return Err(ServiceError::NotAllowed);
        }
        access::found(tx.retire_outcome(&outcome.key, retire.then_some(self.service.now().0)).await?)?;
        let verb = if retire { "retired" } else { "brought back" };
        self.log_outcome(tx, verb, &outcome.key, "").await
    }

    async fn log_outcome(
        &self,
        mut tx: Tx,
        action: &str,
        key: &OutcomeKey,
        detail: &str,
    ) -> Result<(), ServiceError> {
        let subject = format!("outcome:{key}");
        tx.log_change(self.service.now().0, &self.viewer.actor(), action, &subject, detail).await?;
        // The report is of other outcomes now.
        tx.bump(Revision::Figures).await?;
        tx.commit().await?;
        self.service.notice_changes().await
    }
}

impl Service {
    /// Gives a programme its outcomes: the primaries are its own, the others a start where there are none yet.
    pub(crate) async fn plant_outcomes(&self, tx: &mut Tx) -> Result<(), ServiceError> {
        let Some(programme) = tx.programme().await? else { return Ok(()) };
        let known = tx.all_outcomes().await?;
        for outcome in defaults::outcomes(&programme)? {
            let old = known.iter().find(|old| old.key == outcome.key);
            let is_right = old.is_some_and(|old| old.metric == outcome.metric);
            let wanted = if outcome.rank.is_primary() { !is_right } else { known.is_empty() };
            if wanted {
                tx.save_outcome(&outcome).await?;
            }
        }
        Ok(())
    }
}

fn described(outcome: &OutcomeDefinition) -> String {
    format!(
        "{} of {}, {}, matters from {}",
        outcome.transform.as_str(),
        outcome.metric,
        outcome.rank.as_str(),
        outcome.smallest_effect
    )
}
