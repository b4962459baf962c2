//! What a report is computed from, as plain data: the warehouse is read once, everything after it is arithmetic. The
//! same study gives the same report, so its hash says whether there is anything to do.

mod axis;
mod build;
mod cells;
mod contents;
mod dose;
mod exclusions;
mod inputs;
mod joining;
mod lab;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    ContentId, EpochMs, RoleKey, SprintKey, TeamKey, content::ContentKind, figure::MetricId,
    outcome::OutcomeDefinition, outcome::Transform,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::view::{Exclusion, LeftOut, PanelSprint};
use crate::ServiceError;

pub(crate) use inputs::Inputs;

/// Grows when the same study would give another report.
const VERSION: u32 = 1;

/// A programme as teams and sprints. No people in it, and nothing that is not shown anyway.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Study {
    pub version: u32,
    pub programme: String,
    pub known_until: EpochMs,
    /// By key.
    pub teams: Vec<StudyTeam>,
    /// All that are planned, those that have not begun too: teams may join in them.
    pub sprints: Vec<PanelSprint>,
    pub outcomes: Vec<StudyOutcome>,
    /// Their own cells for what guards an outcome.
    pub guards: Vec<Series>,
    /// What the case study asks about beside its outcomes.
    pub lab: Practised,
    pub checklist: Practised,
    pub uptakes: Vec<Uptake>,
    /// Contents that too few of a role did.
    pub uptakes_hidden: usize,
    pub left_out: Vec<LeftOut>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudyTeam {
    pub key: TeamKey,
    pub name: String,
    /// The sprint's number; it may lie in the future.
    pub joined: Option<i64>,
    pub wave: Option<u16>,
    /// Mean over the sprints from joining on in which it is shown.
    pub dose: Option<f64>,
    /// Sprints that stand out for this team alone.
    pub excluded: Vec<(i64, Exclusion)>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudyOutcome {
    pub definition: OutcomeDefinition,
    pub series: Series,
}

/// One metric on one scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    pub metric: MetricId,
    pub transform: Transform,
    pub cells: Vec<StudyCell>,
    pub left_out: Vec<LeftOut>,
}

/// A team in a sprint, as far as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudyCell {
    /// Place among the study's teams.
    pub team: usize,
    pub sprint: i64,
    /// On the outcome's scale; a count as it is.
    pub value: f64,
    /// What a count is counted in.
    pub exposure: Option<f64>,
    /// What the metric counts: pull requests, defects, …
    pub items: u64,
    pub pull_requests: u64,
    /// People behind it.
    pub contributors: u64,
    /// Pull requests that are still open.
    pub open: u64,
}

/// Teams that did what a question asks about, and from which sprint on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Practised {
    /// (Place among the study's teams, number of the sprint.)
    pub since: Vec<(usize, i64)>,
    /// How many teams could have.
    pub of: usize,
}

/// How many of a role's people in each team completed or attended a content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Uptake {
    pub content: ContentId,
    pub kind: ContentKind,
    pub name: String,
    pub role: RoleKey,
    pub role_name: String,
    /// (Place among the study's teams, share of the role's people.)
    pub shares: Vec<(usize, f64)>,
    pub people: u64,
    /// How many of them did it; enough to be shown, or the uptake would not be here.
    pub did: u64,
}

impl Study {
    /// SHA-256 over everything in it, in base64.
    pub fn hash(&self) -> Result<String, ServiceError> {
        let text = serde_json::to_vec(self)
            .map_err(|e| ServiceError::Rules(format!("a study cannot be written: {e}")))?;
        Ok(URL_SAFE_NO_PAD.encode(Sha256::digest(&text)))
    }

    pub fn sprint(&self, number: i64) -> Option<&PanelSprint> {
        self.sprints.iter().find(|sprint| sprint.number == number)
    }

    pub(crate) fn sprint_key(&self, number: i64) -> Option<SprintKey> {
        self.sprint(number).map(|sprint| sprint.key.clone())
    }

    /// Sprints that have begun.
    pub fn begun(&self) -> impl Iterator<Item = &PanelSprint> {
        let today = self.known_until.date();
        self.sprints.iter().filter(move |sprint| sprint.first_day <= today)
    }

    pub(crate) fn excluded(&self) -> Vec<i64> {
        let excluded = self.sprints.iter().filter(|sprint| sprint.excluded.is_some());
        excluded.map(|sprint| sprint.number).collect()
    }
}
