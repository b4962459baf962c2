//! A report's findings as the sentences of `impact::verdict`. Pages say nothing about an effect that is not from here.

use service::impact::view::{
    Canned, Course, ImpactReport, OutcomeReport, Part as Piece, Question, Report, Sentence, Verdict,
};

use super::verdict_box::{Part, VerdictData};
use crate::components::{BadgeKind, Link};
use crate::words;

pub fn badge(said: &Report) -> (BadgeKind, String) {
    let kind = match said.verdict {
        Verdict::LikelyReal(Course::Better) => BadgeKind::Accent,
        Verdict::LikelyReal(Course::Worse) | Verdict::Suggestive(Course::Worse, _) => BadgeKind::Attention,
        _ => BadgeKind::Quiet,
    };
    (kind, said.label.clone())
}

/// The box of an outcome: what happened, how sure, by how many, and what a careless look would have said.
pub fn verdict(report: &ImpactReport, outcome: &OutcomeReport, link: Option<Link>) -> VerdictData {
    let said = &outcome.told;
    let earliest = earliest(report, outcome.evidence.earliest);
    let details = vec![
        together(&[said.interval.as_ref(), said.basis.as_ref(), said.naive.as_ref()]),
        together(&[conclusion(said)]).into_iter().chain(earliest).collect(),
        together(&[said.vanish.as_ref()]),
    ];
    VerdictData {
        badge: badge(said),
        sentence: parts(&said.headline),
        details: details.into_iter().filter(|parts| !parts.is_empty()).collect(),
        link,
    }
}

/// The verdict's reasons; where there is nothing but its label, the badge has said it.
fn conclusion(said: &Report) -> Option<&Sentence> {
    let bare = said.conclusion.0.last().is_some_and(|part| *part == Piece::Text(".".to_owned()));
    (!bare).then_some(&said.conclusion)
}

fn earliest(report: &ImpactReport, day: Option<jiff::civil::Date>) -> Option<Part> {
    let day = words::day(day?, report.known_until.date().year());
    Some(Part::Words(format!("There could be enough to compare on {day} at the earliest.")))
}

/// What else is said of a finding, beside its box: guards that got worse, placebo, excluded sprints.
pub fn doubts(said: &Report) -> Vec<Vec<Part>> {
    said.placebo.iter().map(parts).collect()
}

pub fn warnings(said: &Report) -> Vec<Vec<Part>> {
    said.warnings.iter().map(parts).collect()
}

pub fn asked(canned: &Canned) -> &'static str {
    match canned.question {
        Question::SmallPullRequestLab => {
            "Did cohorts that completed the small pull request lab cut cycle time within two sprints?"
        }
        Question::ReviewChecklist => "Did teams that used the review checklist see fewer escaped defects?",
    }
}

pub struct Answer {
    pub badge: (BadgeKind, String),
    pub paragraphs: Vec<Vec<Part>>,
}

pub fn answer(report: &ImpactReport, canned: &Canned) -> Answer {
    let said = &canned.told;
    let did = match canned.question {
        Question::SmallPullRequestLab => "completed the lab",
        Question::ReviewChecklist => "used the checklist",
    };
    let teams = words::plural(canned.of as u64, "team", "teams");
    let count = Part::Words(format!("{} of {teams} {did}.", words::count(canned.teams as u64)));
    let earliest = earliest(report, canned.evidence.earliest);
    let sure = together(&[said.interval.as_ref(), said.basis.as_ref()]);
    let rest: Vec<Part> = together(&[conclusion(said)]).into_iter().chain(earliest).collect();
    let sure = sure.into_iter().chain([count]).collect();
    let paragraphs = [parts(&said.headline), sure, rest].into_iter().filter(|parts| !parts.is_empty());
    Answer { badge: badge(said), paragraphs: paragraphs.collect() }
}

/// A sentence as parts of a page.
pub fn parts(sentence: &Sentence) -> Vec<Part> {
    let part = |piece: &Piece| match piece {
        Piece::Text(text) => Part::Words(unbroken(text)),
        Piece::Strong(text) => Part::Number(unbroken(text)),
        Piece::Struck(text) => Part::Struck(unbroken(text)),
    };
    sentence.0.iter().map(part).collect()
}

/// A number never stands at the end of a line without its unit.
fn unbroken(text: &str) -> String {
    text.replace(" %", "\u{a0}%")
}

/// Several sentences as one paragraph.
fn together(sentences: &[Option<&Sentence>]) -> Vec<Part> {
    let each = sentences.iter().flatten().map(|sentence| parts(sentence));
    let spaced = each.map(|mut parts| {
        parts.push(Part::Words(" ".to_owned()));
        parts
    });
    spaced.flatten().collect()
}
