//! The sentences that every comparison has: what happened, how sure, by how many, and the verdict.

use serde::{Deserialize, Serialize};

use super::{Course, Evidence, Outcome, Sentence, Shortfall, Verdict};
use crate::gate::{Missing, counted};

/// Who was compared with whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Teams on both sides.
    pub teams: usize,
    /// Sprints with joined cells that count.
    pub sprints: usize,
    pub controls: Controls,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Controls {
    /// Teams that joined later, and those that never did where there are such.
    NotYet,
    Never,
}

impl Basis {
    pub(super) fn sentence(self) -> Sentence {
        let against = match self.controls {
            Controls::NotYet => "that had not joined yet",
            Controls::Never => "that never joined",
        };
        let (teams, sprints) = (counted(self.teams, "team"), counted(self.sprints, "sprint"));
        Sentence::of(format!("{teams}, {sprints}, against teams {against}."))
    }
}

/// How many more sprints waiting is advised for at most: a year of two-week sprints.
const PATIENCE: usize = 26;

/// The verdict on a small label.
pub(super) fn label(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::LikelyReal(Course::Better) => "Likely real",
        Verdict::LikelyReal(Course::Worse) => "Likely worse",
        Verdict::Suggestive(Course::Better, _) => "Suggestive",
        Verdict::Suggestive(Course::Worse, _) => "Suggestive, for the worse",
        Verdict::NotEnough => "Not enough evidence yet",
        Verdict::NoMeaningfulChange => "No meaningful change",
        Verdict::CannotBeCompared => "Cannot be compared",
    }
}

pub(super) fn headline(outcome: &Outcome, evidence: &Evidence, verdict: &Verdict) -> Sentence {
    let (name, size) = (&outcome.name, outcome.size(evidence.effect));
    let otherwise = format!(" than {} would have been", outcome.it());
    match verdict {
        Verdict::LikelyReal(_) => {
            Sentence::of(format!("{name} {} ", outcome.was())).strong(size).text(format!("{otherwise}."))
        }
        Verdict::Suggestive(..) => {
            let seem = if outcome.plural { "seem" } else { "seems" };
            let but = format!("{otherwise}, but not every check is passed.");
            Sentence::of(format!("{name} {seem} ")).strong(size).text(but)
        }
        Verdict::NotEnough => not_enough(outcome, evidence),
        Verdict::NoMeaningfulChange => {
            let most = outcome.amount(100.0 * outcome.smallest);
            Sentence::of(format!("{name} changed by "))
                .strong(format!("less than {most}"))
                .text(if evidence.team.holds_zero() { ", if at all." } else { "." })
        }
        Verdict::CannotBeCompared => Sentence::of(format!("{name} cannot be compared.")),
    }
}

fn not_enough(outcome: &Outcome, evidence: &Evidence) -> Sentence {
    let (effect, team) = (evidence.effect, evidence.team);
    let other = if effect < 0.0 { team.high() } else { team.low() };
    let estimate = Sentence::of(format!("{}: the estimate is ", outcome.name)).strong(outcome.size(effect));
    let also = if outcome.size(effect) == "no change" {
        format!(", but the data fit anything from {}.", outcome.range(team))
    } else {
        format!(", but the data also fit {}.", outcome.size(other))
    };
    estimate.text(also)
}

pub(super) fn cannot_be_compared(outcome: &Outcome, missing: &[Missing]) -> Sentence {
    let missing: Vec<String> = missing.iter().map(ToString::to_string).collect();
    Sentence::of(format!("{} cannot be compared: {}.", outcome.name, missing.join("; ")))
}

pub(super) fn interval(outcome: &Outcome, evidence: &Evidence) -> Sentence {
    Sentence::of(format!("95 % interval {}.", outcome.range(evidence.team)))
}

/// "Verdict: …", with what it stands or falls by. `coming` are the dates on which the next sprints end.
pub(super) fn conclusion(
    verdict: &Verdict,
    evidence: Option<&Evidence>,
    sprints: usize,
    coming: &[String],
) -> Sentence {
    let stem = Sentence::of("Verdict: ").strong(label(verdict).to_lowercase());
    match (verdict, evidence) {
        (Verdict::Suggestive(_, shortfalls), _) => {
            let why: Vec<&str> = shortfalls.iter().map(|shortfall| shortfall_words(*shortfall)).collect();
            stem.text(format!(". {}.", capital(&why.join("; "))))
        }
        (Verdict::NotEnough, Some(evidence)) => {
            stem.text(format!(". {}", when(evidence.sprints_until_enough(sprints, PATIENCE), coming)))
        }
        _ => stem.text("."),
    }
}

const fn shortfall_words(shortfall: Shortfall) -> &'static str {
    match shortfall {
        Shortfall::OneCohort => "there are too few cohorts to see what one of them does",
        Shortfall::CohortInterval => {
            "when whole cohorts are left out in turn, the interval does not rule out no change"
        }
        Shortfall::NotTested => "it has no p-value",
        Shortfall::Holm => "among all outcomes that were looked at, it could be chance",
        Shortfall::LeaveOneOut => "without one single team it points the other way",
    }
}

fn when(sprints: Option<usize>, coming: &[String]) -> String {
    let Some(sprints) = sprints else {
        return format!("{PATIENCE} more sprints are unlikely to settle it; more teams could.");
    };
    let date = coming.get(sprints - 1).map(|date| format!(", about {date}")).unwrap_or_default();
    format!("A clear answer is possible in {} at the earliest{date}.", counted(sprints, "sprint"))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
