//! A report as it is kept and shown: plain data, no rules. It speaks of teams, sprints, roles and contents and knows no
//! people.
//!
//! Effects are on the scale of their outcome ([`Scale`]): [`Scale::per_cent`] turns them into what is read. Lower is
//! not better by itself; the outcome's `direction` says which way is a success.

mod doubts;
mod findings;
mod outcome;
mod questions;

use domain::{EpochMs, SprintKey, TeamKey, calendar::MarkKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use ::impact::{
    gate::{Gate, Missing, Side},
    verdict::{Course, Part, Report, Sentence, Shortfall, Verdict},
};
pub use doubts::{Donut, Doubts, Drift, Interrupted, LeftOneOut, Placebo};
pub use findings::{
    Compared, DoseClass, DoseFinding, DosePoint, EventPoint, GroupTime, GroupTimePoint, Guard, Held, Naive,
    SeriesPoint, StillOpen,
};
pub use outcome::{Evidence, Findings, Headline, LeftOut, LeftOutReason, OutcomeReport};
pub use questions::{Canned, ContentFinding, ContentLeague, Question};

/// Everything that is known about what the programme did, at one revision of the figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImpactReport {
    pub programme: String,
    pub computed_at: EpochMs,
    /// The newest instant that the facts tell of: what is open is known to be open until then.
    pub known_until: EpochMs,
    pub teams: Vec<PanelTeam>,
    /// In order; `number` counts them from 1.
    pub sprints: Vec<PanelSprint>,
    /// Primaries first, then by name.
    pub outcomes: Vec<OutcomeReport>,
    /// The two questions that every programme is asked.
    pub questions: Vec<Canned>,
    pub contents: ContentLeague,
    /// Teams and sprints of which nothing could be compared, whatever the outcome.
    pub left_out: Vec<LeftOut>,
}

/// A team of the panel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PanelTeam {
    pub team: TeamKey,
    pub name: String,
    /// The number of the sprint in which its first cohort's learning sprint started; `None`: it has not joined.
    pub joined: Option<i64>,
    pub wave: Option<u16>,
}

/// A sprint of the axis that all teams share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PanelSprint {
    pub number: i64,
    pub key: SprintKey,
    pub first_day: Date,
    /// Inclusive.
    pub last_day: Date,
    /// Left out for every team, and why.
    pub excluded: Option<Exclusion>,
    /// Not over when the facts end: shown, and counted as far as it is known.
    pub is_partial: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    pub kind: MarkKind,
    /// As the calendar calls it.
    pub label: String,
}

/// What an effect is added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// The natural logarithm of the value, of its expected count for counts.
    Log,
    /// The share itself, 0..1.
    Share,
}

impl Scale {
    /// What is read: per cent of what would have been, or points of a share.
    pub fn per_cent(self, effect: f64) -> f64 {
        match self {
            Self::Log => 100.0 * effect.exp_m1(),
            Self::Share => 100.0 * effect,
        }
    }
}

/// From `low` to `high`, on the outcome's scale; 95 per cent unless something else is said.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

impl Interval {
    pub fn holds(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// What a page gets: the newest report, and whether a newer one is on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Impact {
    /// `None`: none has been computed yet.
    pub report: Option<std::sync::Arc<ImpactReport>>,
    /// Figures changed since; the job is at it or will be.
    pub is_being_renewed: bool,
}
