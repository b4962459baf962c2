//! Everything that is said of one outcome.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Basis, Course, Doubts, Evidence, Outcome, Sentence, Verdict, doubts, headline};
use crate::gate::Missing;

/// What is known of one outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts<'a> {
    pub outcome: &'a Outcome,
    /// The evidence, or what is missing for a comparison.
    pub evidence: Result<&'a Evidence, &'a [Missing]>,
    pub basis: Basis,
    pub doubts: &'a Doubts,
    pub guards: &'a [Guard],
    /// The dates on which the sprints to come end, as a sentence has them: "27 July".
    pub coming: &'a [String],
}

/// An outcome that must not get worse for the sake of another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Guard {
    pub outcome: Outcome,
    pub evidence: Evidence,
}

/// The sentences, in the order in which a page has them. Where teams cannot be compared there is no figure at all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub verdict: Verdict,
    /// The verdict on a small label: "Likely real".
    pub label: String,
    pub headline: Sentence,
    pub interval: Option<Sentence>,
    pub basis: Option<Sentence>,
    pub conclusion: Sentence,
    pub vanish: Option<Sentence>,
    pub naive: Option<Sentence>,
    pub excluded: Option<Sentence>,
    pub open: Option<Sentence>,
    pub held: Option<Sentence>,
    pub dose: Option<Sentence>,
    pub placebo: Option<Sentence>,
    /// One for each guard that got worse.
    pub warnings: Vec<Sentence>,
}

impl Report {
    pub fn of(facts: &Facts<'_>) -> Self {
        match facts.evidence {
            Ok(evidence) => Self::compared(facts, evidence),
            Err(missing) => Self::not_compared(facts.outcome, missing),
        }
    }

    fn compared(facts: &Facts<'_>, evidence: &Evidence) -> Self {
        let (outcome, doubts) = (facts.outcome, facts.doubts);
        let verdict = outcome.verdict(evidence);
        // Of an effect that may be none it cannot be said that it held, or what would undo it.
        let course = doubts::course(&verdict);
        let held = doubts.held.filter(|_| course.is_some());
        Self {
            label: headline::label(&verdict).to_owned(),
            headline: headline::headline(outcome, evidence, &verdict),
            interval: Some(headline::interval(outcome, evidence)),
            basis: Some(facts.basis.sentence()),
            conclusion: headline::conclusion(&verdict, Some(evidence), facts.basis.sprints, facts.coming),
            vanish: doubts.drift.zip(course).map(|(drift, course)| drift.sentence(outcome, course)),
            naive: doubts.naive.map(|naive| naive.sentence(outcome)),
            excluded: doubts::excluded(&doubts.excluded),
            open: doubts.open.map(super::Open::sentence),
            held: held.and_then(|held| held.sentence(outcome, evidence.effect)),
            dose: doubts.dose.as_ref().and_then(|dose| dose.sentence(outcome)),
            placebo: doubts.placebo.map(|placebo| placebo.sentence(outcome)),
            warnings: facts.guards.iter().filter_map(|guard| guard.warning(course)).collect(),
            verdict,
        }
    }

    fn not_compared(outcome: &Outcome, missing: &[Missing]) -> Self {
        let verdict = Verdict::CannotBeCompared;
        Self {
            label: headline::label(&verdict).to_owned(),
            headline: headline::cannot_be_compared(outcome, missing),
            conclusion: headline::conclusion(&verdict, None, 0, &[]),
            verdict,
            interval: None,
            basis: None,
            vanish: None,
            naive: None,
            excluded: None,
            open: None,
            held: None,
            dose: None,
            placebo: None,
            warnings: Vec::new(),
        }
    }

    /// All there is, in order.
    pub fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        let first =
            [Some(&self.headline), self.interval.as_ref(), self.basis.as_ref(), Some(&self.conclusion)];
        let rest =
            [&self.vanish, &self.naive, &self.excluded, &self.open, &self.held, &self.dose, &self.placebo];
        first.into_iter().flatten().chain(rest.into_iter().flatten()).chain(&self.warnings)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentences: Vec<String> = self.sentences().map(ToString::to_string).collect();
        f.write_str(&sentences.join(" "))
    }
}

impl Guard {
    /// Only where the guard got worse by its own evidence. It is a matter of gaming only where the outcome it guards
    /// got better.
    fn warning(&self, guarded: Option<Course>) -> Option<Sentence> {
        let verdict = self.outcome.verdict(&self.evidence);
        if doubts::course(&verdict) != Some(Course::Worse) {
            return None;
        }
        let stem = match guarded {
            Some(Course::Better) => "Check for gaming: ",
            Some(Course::Worse) | None => "Guard: ",
        };
        let told = headline::headline(&self.outcome, &self.evidence, &verdict);
        let interval = headline::interval(&self.outcome, &self.evidence);
        Some(Sentence([Sentence::of(stem).0, told.0, Sentence::of(" ").0, interval.0].concat()))
    }
}
