//! What everybody who is signed in may know about how people's data are treated here: nothing about anybody, and no
//! sum that could be set against shown figures.

use domain::{EpochMs, viewer::Viewer};
use jiff::civil::Date;
use store::{audit::ChainEnds, trust::Coverage};

use crate::{Service, ServiceError, individual::ErasedStatements, retention::Retention};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    /// How many figures pages could show, and how many of them are hidden now.
    pub figures: u64,
    pub hidden: u64,
    pub sources: Vec<Source>,
    pub retention: Retention,
    /// Minutes and hours after which a session ends.
    pub idle_minutes: i64,
    pub absolute_hours: i64,
    pub erased_statements: ErasedStatements,
    /// Who may ask for the work record of whom, in words. Empty: nobody.
    pub work_records: Vec<String>,
    /// Names of the identity providers that one can sign in with.
    pub providers: Vec<String>,
    pub log: ChainEnds,
    /// In UTC.
    pub today: Date,
}

/// How much is known of what a source sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// `Pull requests`.
    pub what: &'static str,
    /// Whole per cent that belong to a team; `None` where nothing arrived. Never a count: with the figures of the teams
    /// that are shown it would give away those that are not.
    pub mapped: Option<u8>,
    pub newest: Option<Date>,
}

impl Service {
    /// For everybody who is signed in, whatever their role.
    pub async fn trust(&self, _: &Viewer) -> Result<Trust, ServiceError> {
        let shown = self.store.hidden_figures().await?;
        let rules = self.work_record_rules().await?;
        let limits = self.sign_in.limits;
        Ok(Trust {
            figures: u64::try_from(shown.figures).unwrap_or_default(),
            hidden: u64::try_from(shown.hidden).unwrap_or_default(),
            sources: sources(self.store.coverage().await?),
            retention: self.retention,
            idle_minutes: limits.idle_ms / 60_000,
            absolute_hours: limits.absolute_ms / 3_600_000,
            erased_statements: self.erased_statements,
            work_records: rules
                .into_iter()
                .map(|rule| format!("{}: {}", rule.role.title(), rule.of_whom))
                .collect(),
            providers: self.offered_providers().into_iter().map(|provider| provider.title).collect(),
            log: self.audit_ends().await?,
            today: self.now().date(),
        })
    }
}

fn sources([pull_requests, defects, learning]: [Coverage; 3]) -> Vec<Source> {
    vec![
        source("Pull requests", pull_requests),
        source("Defects", defects),
        source("Moments of learning", learning),
    ]
}

fn source(what: &'static str, coverage: Coverage) -> Source {
    let share = (coverage.mapped * 100).checked_div(coverage.facts);
    Source {
        what,
        mapped: share.and_then(|share| u8::try_from(share).ok()),
        newest: coverage.newest.map(|at| EpochMs(at).date()),
    }
}
