//! What people learn with: courses, code labs, job aids, challenges, the review checklist, and the huddles.

use domain::content::ContentKind;
use serde::Serialize;

use crate::Error;
use crate::cohorts::{COHORTS, HUDDLES};
use crate::skill_map::{BUILDS, REVIEWS, SECURITY, SMALL, TESTS};
use crate::write::csv_text;

const HOME: &str = "https://demo.invalid";

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ContentRow {
    /// The activity's IRI.
    pub id: String,
    pub kind: ContentKind,
    pub name: String,
    pub skill: &'static str,
}

/// Per skill: course, two labs, job aid, challenge.
const LIBRARY: [(&str, [&str; 5]); 5] = [
    (
        SMALL,
        [
            "Small pull requests in an hour",
            "Slice a change",
            "Stack two pull requests",
            "Size checklist",
            "Shrink one live pull request",
        ],
    ),
    (
        REVIEWS,
        [
            "Reviewing for others",
            "Review within a day",
            "Comment so that it helps",
            "Review template",
            "Swap reviews with a neighbour",
        ],
    ),
    (
        TESTS,
        [
            "Test first, commit after",
            "Tests before commit",
            "Cover a hot path",
            "Pre-commit set-up",
            "Raise coverage on one hot path",
        ],
    ),
    (
        BUILDS,
        [
            "Builds that stay green",
            "Mend a flaky test",
            "Speed up a build",
            "Build status board",
            "A week without a red build",
        ],
    ),
    (
        SECURITY,
        [
            "Security for every change",
            "Read a scan report",
            "Replace a risky dependency",
            "Security steps before merge",
            "Close one old finding",
        ],
    ),
];

const KINDS: [(ContentKind, &str); 5] = [
    (ContentKind::Course, "courses"),
    (ContentKind::Lab, "labs"),
    (ContentKind::Lab, "labs"),
    (ContentKind::JobAid, "job-aids"),
    (ContentKind::Challenge, "challenges"),
];

/// The review checklist that sits in every pull request.
pub(crate) fn checklist() -> ContentRow {
    row(ContentKind::Checklist, "checklists", "Review checklist", REVIEWS)
}

/// A cohort's weekly huddle; `number` from 1.
pub(crate) fn huddle(cohort: &str, skill: &'static str, number: usize) -> ContentRow {
    row(ContentKind::PeerSession, "sessions", &format!("{cohort} huddle {number}"), skill)
}

/// All of a skill's content but checklist and huddles, in the order course, labs, job aid, challenge.
pub(crate) fn of_skill(skill: &str) -> Vec<ContentRow> {
    let found = LIBRARY.iter().filter(|(key, _)| *key == skill);
    found
        .flat_map(|(key, names)| {
            KINDS.iter().zip(names).map(|((kind, folder), name)| row(*kind, folder, name, key))
        })
        .collect()
}

fn row(kind: ContentKind, folder: &str, name: &str, skill: &'static str) -> ContentRow {
    let slug = name.to_lowercase().replace(',', "").replace(' ', "-");
    ContentRow { id: format!("{HOME}/{folder}/{slug}"), kind, name: name.to_owned(), skill }
}

fn library() -> Vec<ContentRow> {
    let huddles = COHORTS
        .iter()
        .flat_map(|cohort| (1..=HUDDLES).map(|number| huddle(cohort.name, cohort.skills[0], number)));
    let skills = LIBRARY.iter().flat_map(|(skill, _)| of_skill(skill));
    skills.chain([checklist()]).chain(huddles).collect()
}

#[derive(Serialize)]
struct CsvRow {
    id: String,
    kind: &'static str,
    name: String,
    skill: &'static str,
}

/// `id,kind,name,skill`.
pub(crate) fn content_csv() -> Result<String, Error> {
    csv_text(library().into_iter().map(|row| CsvRow {
        id: row.id,
        kind: row.kind.as_str(),
        name: row.name,
        skill: row.skill,
    }))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_pieces_of_content_share_an_id() {
        let ids: BTreeSet<String> = library().into_iter().map(|row| row.id).collect();
        assert_eq!(ids.len(), library().len());
    }
}
