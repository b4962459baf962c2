//! Titles and descriptions of pull requests.

use super::change::{Change, Description, Kind};

pub(super) const CHECKLIST_ITEMS: [&str; 4] = [
    "Small enough to read in one sitting",
    "Tests added or changed",
    "Security steps followed",
    "Documentation up to date",
];

const VERBS: [&str; 8] = ["Add", "Fix", "Tidy", "Extract", "Cache", "Validate", "Document", "Simplify"];
const OBJECTS: [&str; 12] = [
    "retry on timeout",
    "input validation",
    "date handling",
    "error messages",
    "export to CSV",
    "the settings page",
    "paging of long lists",
    "the health check",
    "rounding of amounts",
    "feature switch",
    "log fields",
    "the upload form",
];

/// How many stock titles there are.
pub(super) const TITLES: usize = VERBS.len() * OBJECTS.len();

fn stock_title(index: usize) -> String {
    format!("{} {}", VERBS[index % VERBS.len()], OBJECTS[index / VERBS.len() % OBJECTS.len()])
}

/// The title of a change; a revert quotes the `reverted` title, as GitHub's button does.
pub(super) fn title(change: &Change, reverted: Option<&str>) -> String {
    match (change.kind, reverted) {
        (Kind::Revert, Some(original)) => format!("Revert \"{original}\""),
        (Kind::Hotfix, _) => format!("Hotfix: {}", stock_title(change.title).to_lowercase()),
        (Kind::Dependency, _) => format!("Bump demo-library-{} to the next version", change.title),
        _ => stock_title(change.title),
    }
}

/// The description; `reverts` is `owner/name#n`.
pub(super) fn body(change: &Change, reverts: Option<&str>) -> Option<String> {
    let opening = match reverts {
        Some(reference) => format!("Reverts {reference}\n"),
        None => "One step of the current backlog item.\n".to_owned(),
    };
    match change.description {
        Description::Missing if reverts.is_none() => None,
        Description::Missing | Description::NoChecklist => Some(opening),
        Description::Checklist(done) => Some(opening + &checklist(done)),
    }
}

fn checklist(done: usize) -> String {
    let mut text = "\n## Review checklist\n".to_owned();
    for (index, item) in CHECKLIST_ITEMS.iter().enumerate() {
        text += if index < done { "- [x] " } else { "- [ ] " };
        text += item;
        text.push('\n');
    }
    text
}

/// The branch a change comes from.
pub(super) fn branch(change: &Change, number: u64, reverted: Option<u64>) -> String {
    match (change.kind, reverted) {
        (Kind::Revert, Some(original)) => format!("revert-{original}-change-{original}"),
        (Kind::Dependency, _) => format!("bump/demo-library-{}", change.title),
        _ => format!("change-{number}"),
    }
}
