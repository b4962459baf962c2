//! The newest report: read in no time, computed anew beside the requests when figures changed. Who computes holds no
//! transaction meanwhile; instances on the same database take turns.

use std::sync::Arc;

use domain::EpochMs;
use store::{Revision, impact::StoredReport};

use super::{
    report,
    study::Study,
    view::{Impact, ImpactReport},
};
use crate::{ProgrammeFigures, Service, ServiceError};

/// The report that was read last, with its hash and when it was computed.
pub(crate) type ReportCache = Arc<tokio::sync::Mutex<Option<(String, i64, Arc<ImpactReport>)>>>;

/// A turn that lasts longer was broken off.
const TURN_MS: i64 = 10 * 60 * 1000;

/// What came of a look whether the report is still right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// Nothing changed since.
    UpToDate,
    /// Another instance is at it.
    Elsewhere,
    /// Figures changed, but nothing that the report is made of.
    StillRight,
    Computed,
    /// There is no programme to report on.
    NoProgramme,
}

impl ProgrammeFigures<'_> {
    /// The newest report that is stored.
    pub async fn impact(&self) -> Result<Impact, ServiceError> {
        self.service.impact_report().await
    }
}

impl Service {
    pub(crate) async fn impact_report(&self) -> Result<Impact, ServiceError> {
        let figures = self.store.revision(Revision::Figures).await?;
        let mut cache = self.impact_reports.lock().await;
        let Some((hash, revision, computed_at)) = self.store.impact_mark().await? else {
            return Ok(Impact { report: None, is_being_renewed: true });
        };
        let is_being_renewed = revision < figures;
        if let Some((seen, at, report)) = cache.as_ref()
            && (seen, at) == (&hash, &computed_at)
        {
            return Ok(Impact { report: Some(Arc::clone(report)), is_being_renewed });
        }
        let Some(stored) = self.store.impact_report().await? else {
            return Ok(Impact { report: None, is_being_renewed });
        };
        // One that an older version wrote may look otherwise; then it is as if there were none, until the job is done.
        let report: Option<Arc<ImpactReport>> = serde_json::from_str(&stored.payload).ok().map(Arc::new);
        *cache = report.clone().map(|report| (stored.input_hash, stored.computed_at, report));
        Ok(Impact { report, is_being_renewed })
    }

    /// The report as figures are now, computed on the spot; for the command line.
    pub async fn impact_now(&self) -> Result<Option<ImpactReport>, ServiceError> {
        let Some(study) = self.impact_study().await? else { return Ok(None) };
        let now = self.now();
        aside(move || report(&study, now)).await.map(Some)
    }

    /// What a report would be computed from now.
    pub async fn impact_study(&self) -> Result<Option<Study>, ServiceError> {
        Ok(self.study().await?.map(|(study, _)| study))
    }

    /// Computes the report anew where it is not right any more. At most one instance does so at a time.
    pub async fn renew_impact(&self) -> Result<Renewal, ServiceError> {
        let figures = self.store.revision(Revision::Figures).await?;
        if self.store.impact_mark().await?.is_some_and(|(_, revision, _)| revision >= figures) {
            return Ok(Renewal::UpToDate);
        }
        let now = self.now();
        let mut tx = self.store.begin().await?;
        if tx.programme().await?.is_none() {
            return Ok(Renewal::NoProgramme);
        }
        if !tx.claim_impact(now, EpochMs(now.0 + TURN_MS)).await? {
            return Ok(Renewal::Elsewhere);
        }
        // A programme of before there were outcomes gets them now.
        if tx.all_outcomes().await?.is_empty() {
            self.plant_outcomes(&mut tx).await?;
        }
        tx.commit().await?;
        let renewed = self.compute_impact(now).await;
        let mut tx = self.store.begin().await?;
        tx.release_impact().await?;
        tx.commit().await?;
        renewed
    }

    async fn compute_impact(&self, now: EpochMs) -> Result<Renewal, ServiceError> {
        let Some((study, revision)) = self.study().await? else { return Ok(Renewal::NoProgramme) };
        let input_hash = study.hash()?;
        let known = self.store.impact_mark().await?;
        if known.is_some_and(|(hash, ..)| hash == input_hash) {
            let mut tx = self.store.begin().await?;
            tx.confirm_impact_report(revision).await?;
            tx.commit().await?;
            return Ok(Renewal::StillRight);
        }
        let payload = aside(move || serde_json::to_string(&report(&study, now))).await?;
        let payload = payload.map_err(|e| ServiceError::Rules(format!("a report cannot be written: {e}")))?;
        let mut tx = self.store.begin().await?;
        tx.save_impact_report(&StoredReport { input_hash, revision, computed_at: now.0, payload }).await?;
        tx.commit().await?;
        Ok(Renewal::Computed)
    }

    /// The study with the revision of the figures that it was read from.
    async fn study(&self) -> Result<Option<(Study, i64)>, ServiceError> {
        let _alone = self.all_facts.lock().await;
        let Some(inputs) = self.impact_inputs().await? else { return Ok(None) };
        aside(move || (Study::of(&inputs), inputs.revision)).await.map(Some)
    }
}

/// Off the threads that answer requests.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ServiceError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|e| ServiceError::Rules(format!("computing the report broke off: {e}")))
}
