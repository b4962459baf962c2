//! What keeps people from being singled out, in sentences that are true for this installation.

use service::{COMPARISON, THRESHOLD, trust::Trust};

use crate::words;

/// How small groups are protected.
pub fn thresholds() -> Vec<String> {
    vec![
        format!("A figure is shown for {THRESHOLD} people or more, a comparison for {COMPARISON} a side."),
        "A figure is also hidden where others that are shown would give it away by subtraction: a total and its parts, two sprints in a row, two cohorts that share people.".to_owned(),
        "A hidden figure says why, and never how far below the threshold it is. The same rules hold for pages, files, the API and live updates.".to_owned(),
    ]
}

/// `1,204 of 9,310 figures are hidden now.`
pub fn hidden(trust: &Trust) -> String {
    match (trust.figures, trust.hidden) {
        (0, _) => "There are no figures yet, so nothing is hidden.".to_owned(),
        (_, 0) => "No figure is hidden now.".to_owned(),
        (all, hidden) => format!("{} of {} figures are hidden now.", words::count(hidden), words::count(all)),
    }
}

pub fn work_records(trust: &Trust) -> String {
    if trust.work_records.is_empty() {
        return "Nobody may look at another person's work record: your organisation has not opened them to any role.".to_owned();
    }
    format!(
        "Your organisation has opened work records to: {}. A purpose is asked, the look is logged, and the person sees it.",
        trust.work_records.join("; ")
    )
}

/// How access is protected.
pub fn access(trust: &Trust) -> Vec<String> {
    let sign_in = if trust.providers.is_empty() {
        "People sign in with a password that is kept as an Argon2id hash, and a one-time code where they set one up."
            .to_owned()
    } else {
        format!(
            "People sign in by {}, or with a password where an administrator gave them one.",
            words::listed(&trust.providers)
        )
    };
    vec![
        sign_in,
        format!(
            "A session ends after {} minutes without use and after {} hours in any case, and at once when an account is disabled.",
            trust.idle_minutes, trust.absolute_hours
        ),
        "Facts and figures know people by a keyed number. Names, e-mails and logins lie in tables of their own; secrets are sealed with a key that lies outside of the database.".to_owned(),
        "Every change, export and look at a person's record is written into an audit log whose rows are chained by hash, in the same transaction as the act.".to_owned(),
    ]
}
