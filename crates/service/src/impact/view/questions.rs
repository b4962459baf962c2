//! The questions that every programme is asked, and which contents went along with gains.

use ::impact::verdict::{Report, Verdict};
use domain::{ContentId, RoleKey, content::ContentKind};
use serde::{Deserialize, Serialize};

use super::{EventPoint, Evidence, Headline, Scale};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Did cohorts that completed the small-pull-request lab cut cycle time within two sprints?
    SmallPullRequestLab,
    /// Did teams that used the review checklist see fewer escaped defects?
    ReviewChecklist,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Canned {
    pub question: Question,
    pub scale: Scale,
    pub verdict: Verdict,
    pub told: Report,
    pub evidence: Evidence,
    pub headline: Option<Headline>,
    pub events: Vec<EventPoint>,
    /// How many teams did what the question asks about, of how many.
    pub teams: usize,
    pub of: usize,
}

/// By role, which labs, sessions and job aids went along with gains of the speed outcome. Together, not because of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ContentLeague {
    /// By role, then by the end of the interval that promises least.
    pub lines: Vec<ContentFinding>,
    /// Pairs of content and role that are not shown: too few people or teams.
    pub hidden: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContentFinding {
    pub role: RoleKey,
    pub role_name: String,
    pub content: ContentId,
    pub kind: ContentKind,
    pub name: String,
    /// Change of a team's effect from nobody of the role to everybody having done it; on the scale of the outcome.
    pub slope: f64,
    pub interval: super::Interval,
    pub p: f64,
    /// Benjamini and Hochberg's, over all lines.
    pub p_adjusted: f64,
    pub teams: usize,
    /// People of the role in those teams; at least the threshold did it.
    pub people: u64,
}
