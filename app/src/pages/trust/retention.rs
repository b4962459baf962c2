//! How long what is kept, in words.

use service::{individual::ErasedStatements, retention::RetentionClass, trust::Trust};

use crate::components::{Cell, Column, TableData};
use crate::words;

const FOR_EVER: &str = "For as long as Sightline runs";

pub fn table(trust: &Trust) -> TableData {
    let class = |class: RetentionClass| {
        let (what, since, after) = class_words(class);
        let (kept, after): (String, Cell) = match trust.retention.days(class) {
            Some(days) => {
                (format!("{} {since}", words::plural(u64::from(days), "day", "days")), after.into())
            }
            None => (FOR_EVER.to_owned(), Cell::Muted("Nothing goes by itself".to_owned())),
        };
        vec![what.into(), kept.into(), after]
    };
    let session =
        format!("{} minutes without use, at most {} hours", trust.idle_minutes, trust.absolute_hours);
    let more = [
        ["Sessions", session.as_str(), "Deleted"],
        ["Wrong tries to sign in, by a digest of the name", "A day", "Deleted"],
        ["Figures of groups", FOR_EVER, "They name nobody"],
    ];
    let more = more.map(|row| row.map(Into::into).to_vec());
    TableData {
        caption: "How long what is kept".to_owned(),
        columns: ["Data", "Kept", "And then"].map(Column::text).to_vec(),
        rows: RetentionClass::ALL.into_iter().map(class).chain(more).collect(),
    }
}

/// What it is, since when the days count, what happens then.
fn class_words(class: RetentionClass) -> (&'static str, &'static str, &'static str) {
    match class {
        RetentionClass::Statements => (
            "Learning records as they were sent (xAPI statements)",
            "from their arrival",
            "The text goes; what was learned stays as a fact under a pseudonym",
        ),
        RetentionClass::RawPayloads => (
            "Pull requests and issues as they were sent",
            "from their arrival",
            "Deleted with titles and reporters; times and sizes stay under a pseudonym",
        ),
        RetentionClass::PeopleWhoLeft => (
            "Names, e-mails and logins of people who left every team",
            "from their last day",
            "Erased; figures of the past keep their counts",
        ),
        RetentionClass::AuditLog => {
            ("The audit log", "from each act", "Deleted from the beginning; the rest can still be verified")
        }
    }
}

pub fn erased_statements(policy: ErasedStatements) -> &'static str {
    match policy {
        ErasedStatements::Pseudonym => {
            "Learning records of somebody who is erased stay, said of a pseudonym."
        }
        ErasedStatements::Remove => "Learning records of somebody who is erased are removed.",
    }
}
