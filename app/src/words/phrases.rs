//! How each metric is said in a sentence, and what its items are called.

use domain::figure::{MetricId, Unit};

/// A sentence with a hole for the value.
#[derive(Debug, Clone, Copy)]
pub enum Phrase {
    /// The reading stands between the two: "Pull requests merge in", 28 h, nothing.
    Around(&'static str, &'static str),
    /// Things that are counted: `1 defect` / `3 defects`, then what they did.
    Counted { one: &'static str, many: &'static str, did_one: &'static str, did_many: &'static str },
}

use Phrase::{Around, Counted};

const DEFECT: (&str, &str) = ("defect", "defects");
const PULL_REQUEST: (&str, &str) = ("pull request", "pull requests");

const fn counted(
    noun: (&'static str, &'static str),
    did_one: &'static str,
    did_many: &'static str,
) -> Phrase {
    Counted { one: noun.0, many: noun.1, did_one, did_many }
}

pub fn phrase(metric: MetricId, unit: Unit) -> Phrase {
    flow(metric)
        .or_else(|| quality(metric))
        .or_else(|| practice(metric, unit))
        .unwrap_or_else(|| adoption(metric, unit))
}

fn flow(metric: MetricId) -> Option<Phrase> {
    Some(match metric {
        MetricId::PullRequests => counted(PULL_REQUEST, "was opened", "were opened"),
        MetricId::Merged => counted(PULL_REQUEST, "was merged", "were merged"),
        MetricId::CycleTime => Around("Pull requests merge in ", ""),
        MetricId::CycleTimeP75 => Around("Three in four pull requests merge within ", ""),
        MetricId::CycleTimeP90 => Around("Nine in ten pull requests merge within ", ""),
        MetricId::CycleTimeBusiness => Around("Pull requests merge in ", " of working time"),
        MetricId::CycleTimeReady => Around("Once ready, pull requests merge in ", ""),
        MetricId::DraftTime => Around("Pull requests stay drafts for ", ""),
        MetricId::CycleTimeKm => Around("Counting open ones, pull requests merge in ", ""),
        MetricId::FirstReviewTime => Around("The first review comes after ", ""),
        MetricId::FirstReviewTimeBusiness => Around("The first review comes after ", " of working time"),
        MetricId::ReviewedIn24h => Around("", " of pull requests are reviewed within 24 h"),
        MetricId::Waiting => counted(PULL_REQUEST, "waits for a first review", "wait for a first review"),
        MetricId::WaitingAge => Around("Pull requests have waited ", " for a first review"),
        _ => return None,
    })
}

fn quality(metric: MetricId) -> Option<Phrase> {
    Some(match metric {
        MetricId::DefectsBeforeRelease => {
            counted(DEFECT, "was found before release", "were found before release")
        }
        MetricId::DefectsAfterRelease => {
            counted(DEFECT, "was found after release", "were found after release")
        }
        MetricId::DefectsUnknown => {
            counted(DEFECT, "does not say when it was found", "do not say when they were found")
        }
        MetricId::DefectsBeforeReleaseRate => Around("Defects found before release: ", ""),
        MetricId::DefectsAfterReleaseRate => Around("Defects found after release: ", ""),
        MetricId::EscapeShare => Around("", " of defects are found only after release"),
        MetricId::Backouts => counted(("change", "changes"), "was backed out", "were backed out"),
        MetricId::Hotfixes => counted(("hotfix", "hotfixes"), "was merged", "were merged"),
        _ => return None,
    })
}

fn practice(metric: MetricId, unit: Unit) -> Option<Phrase> {
    Some(match metric {
        MetricId::PrSize => Around("Pull requests change ", ""),
        MetricId::SmallPrShare => Around("", " of pull requests are small"),
        MetricId::ChecklistUse => Around("", " of pull requests merge with the review checklist ticked"),
        MetricId::TestPassRate => Around("", " of pull requests merge with all checks green"),
        MetricId::FirstTryPassRate => Around("", " of pull requests pass their checks on the first try"),
        MetricId::SecurityChecked => Around("", " of pull requests pass the security check before merge"),
        MetricId::ReviewDepth => Around("Reviewers leave ", ""),
        MetricId::MergedUnreviewed if unit == Unit::Count => {
            counted(PULL_REQUEST, "was merged without a review", "were merged without a review")
        }
        MetricId::MergedUnreviewed => Around("", " of pull requests are merged without a review"),
        MetricId::QuickApprovalShare => Around("", " of large pull requests are approved within 5 minutes"),
        _ => return None,
    })
}

fn adoption(metric: MetricId, unit: Unit) -> Phrase {
    match (metric, unit) {
        (MetricId::Joined, Unit::Count) => counted(("person", "people"), "has joined", "have joined"),
        (MetricId::Joined, _) => Around("", " of people have joined"),
        (MetricId::LabsCompleted, Unit::Count) => counted(("lab", "labs"), "is completed", "are completed"),
        (MetricId::LabsCompleted, _) => Around("", " of assigned labs are completed"),
        (MetricId::JobAidsUsed, Unit::Count) => {
            counted(("person", "people"), "used a job aid", "used a job aid")
        }
        (MetricId::JobAidsUsed, _) => Around("", " of participants used a job aid"),
        (MetricId::SessionsAttended, Unit::Count) => {
            counted(("session", "sessions"), "was attended", "were attended")
        }
        (MetricId::SessionsAttended, _) => Around("", " of sessions are attended"),
        _ => Around("Adoption stands at ", ""),
    }
}

/// What stands behind a figure of this metric, in the singular and the plural.
pub fn items(metric: MetricId) -> (&'static str, &'static str) {
    match metric {
        MetricId::DefectsBeforeRelease
        | MetricId::DefectsAfterRelease
        | MetricId::DefectsUnknown
        | MetricId::EscapeShare => DEFECT,
        MetricId::Joined | MetricId::JobAidsUsed | MetricId::Dose => ("person", "people"),
        MetricId::LabsCompleted => ("assigned lab", "assigned labs"),
        MetricId::SessionsAttended => ("seat in a session", "seats in sessions"),
        MetricId::Waiting | MetricId::WaitingAge => ("open pull request", "open pull requests"),
        _ => PULL_REQUEST,
    }
}
