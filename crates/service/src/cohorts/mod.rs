//! Running cohorts: create, edit, enrol, leave. Everything is checked before anything is written, and what was done
//! is logged in the same transaction.

mod check;
mod enrolment;
mod forms;

use std::collections::BTreeSet;

use domain::{
    CohortKey, EpochMs,
    cohort::{Cohort, Enrolment},
};
use store::{Revision, Tx};

pub use forms::{CohortForm, EnrolForm, LeaveForm};

use crate::{ProgrammeDesk, ServiceError, recompute, roster::Roster};
use check::free_key;
use enrolment::{check_enrolment, check_leave};

impl ProgrammeDesk<'_> {
    pub async fn create_cohort(&self, form: &CohortForm) -> Result<CohortKey, ServiceError> {
        loop {
            let roster = self.service.load_roster().await?;
            let cohort = self.check(&roster, free_key(&roster, &form.name), form).await?;
            let Some(tx) = self.begin_edit(&roster).await? else { continue };
            self.save(tx, &roster, &cohort, "created").await?;
            return Ok(cohort.key);
        }
    }

    pub async fn edit_cohort(&self, key: &str, form: &CohortForm) -> Result<(), ServiceError> {
        loop {
            let roster = self.service.load_roster().await?;
            let cohort = self.check(&roster, known(&roster, key)?.key.clone(), form).await?;
            let Some(tx) = self.begin_edit(&roster).await? else { continue };
            return self.save(tx, &roster, &cohort, "edited").await;
        }
    }

    /// Enrols people from a day on; says how many.
    pub async fn enrol(&self, key: &str, form: &EnrolForm) -> Result<usize, ServiceError> {
        loop {
            let roster = self.service.load_roster().await?;
            let cohort = known(&roster, key)?;
            let (people, joined_on) = check_enrolment(&roster, cohort, form)?;
            let Some(mut tx) = self.begin_edit(&roster).await? else { continue };
            for person in &people {
                let enrolment = Enrolment { person: *person, joined_on, left_on: None };
                tx.save_enrolment(&cohort.key, &enrolment).await?;
            }
            let detail = format!("{} people from {joined_on}", people.len());
            self.finish(tx, &roster, cohort, "enrolled", &detail).await?;
            return Ok(people.len());
        }
    }

    /// Ends an enrolment on a day, or takes it back.
    pub async fn leave(&self, key: &str, form: &LeaveForm) -> Result<(), ServiceError> {
        loop {
            let roster = self.service.load_roster().await?;
            let cohort = known(&roster, key)?;
            let (enrolment, left_on) = check_leave(&roster, cohort, form)?;
            let Some(mut tx) = self.begin_edit(&roster).await? else { continue };
            let detail = if let Some(day) = left_on {
                tx.save_enrolment(&cohort.key, &Enrolment { left_on: Some(day), ..enrolment }).await?;
                format!("one person on {day}")
            } else {
                tx.remove_enrolment(&cohort.key, enrolment.person, enrolment.joined_on).await?;
                "one enrolment taken back".to_owned()
            };
            return self.finish(tx, &roster, cohort, "left", &detail).await;
        }
    }

    /// Begins a change that was checked against this roster, or says that it no longer holds: then nobody changes
    /// the organisation until the transaction ends.
    async fn begin_edit(&self, roster: &Roster) -> Result<Option<Tx>, ServiceError> {
        let mut tx = self.service.store.begin().await?;
        tx.own_facts().await?;
        tx.own_figures().await?;
        let holds = tx.revision(Revision::Directory).await? == roster.revision;
        Ok(holds.then_some(tx))
    }

    async fn save(
        &self,
        mut tx: Tx,
        roster: &Roster,
        cohort: &Cohort,
        action: &str,
    ) -> Result<(), ServiceError> {
        tx.save_cohort(cohort).await?;
        let detail =
            format!("\"{}\", wave {}, {} to {}", cohort.name, cohort.wave, cohort.first_day, cohort.last_day);
        self.finish(tx, roster, cohort, action, &detail).await
    }

    /// Logs the act, computes the cohort anew in the same transaction, then its teams.
    async fn finish(
        &self,
        mut tx: Tx,
        roster: &Roster,
        cohort: &Cohort,
        action: &str,
        detail: &str,
    ) -> Result<(), ServiceError> {
        let subject = format!("cohort:{}", cohort.key);
        tx.log_change(self.service.now().0, &self.viewer.actor(), action, &subject, detail).await?;
        let mut teams: BTreeSet<String> =
            roster.teams_of(cohort).map(|team| team.key.as_str().to_owned()).collect();
        teams.extend(recompute::cohort(&mut tx, &cohort.key).await?);
        for team in &teams {
            tx.mark_team_dirty(team, EpochMs(i64::MIN)).await?;
        }
        tx.bump(Revision::Directory).await?;
        tx.bump(Revision::Figures).await?;
        tx.commit().await?;
        self.service.recompute().await?;
        self.service.notice_changes().await
    }
}

fn known<'r>(roster: &'r Roster, key: &str) -> Result<&'r Cohort, ServiceError> {
    roster.cohorts.iter().find(|cohort| cohort.key.as_str() == key).ok_or(ServiceError::NotFound)
}
