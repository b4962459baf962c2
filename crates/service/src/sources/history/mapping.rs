//! Which column says what.

use domain::learning::{VERB_ATTENDED, VERB_COMPLETED, VERB_INITIALIZED};
use serde::Deserialize;

/// Names of columns as they stand in the first line, and what is the same for all rows. Read from a form or a TOML file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Mapping {
    /// The name under which the statements stand in the record store: `moodle`.
    pub source: String,
    /// The column with the e-mail address, or with `home_page` with the name of an account.
    pub person: String,
    /// Empty: people are e-mail addresses. Otherwise where their accounts are: `https://lms.example`.
    pub home_page: String,
    /// The column with the day or instant.
    pub at: String,
    /// As `%d.%m.%Y %H:%M`; empty: as in ISO 8601.
    pub date_format: String,
    /// Of times that say none: `Europe/Berlin`; empty: UTC.
    pub time_zone: String,
    /// The column with the activity.
    pub activity: String,
    /// Before what stands in that column; empty where it holds whole IRIs.
    pub activity_prefix: String,
    /// The column with the activity's name; may be empty.
    pub name: String,
    /// The column with the status; empty: everything was completed.
    pub status: String,
    /// What each status means, a line each: `Complete = completed`, `Not started =` leaves rows out.
    pub statuses: String,
    /// The column with a score from 0 to 100; may be empty.
    pub score: String,
    /// Columns of the five tags; may be empty.
    pub skill: String,
    pub role: String,
    pub team: String,
    pub repository: String,
    pub sprint: String,
}

/// The verbs a status may mean.
const VERBS: [(&str, &str); 5] = [
    ("initialized", VERB_INITIALIZED),
    ("completed", VERB_COMPLETED),
    ("passed", "http://adlnet.gov/expapi/verbs/passed"),
    ("failed", "http://adlnet.gov/expapi/verbs/failed"),
    ("attended", VERB_ATTENDED),
];

/// A verb: its word and its IRI.
pub(super) type Verb = (&'static str, &'static str);

pub(super) const COMPLETED: Verb = VERBS[1];

impl Mapping {
    /// What each status means, in lower case; `None`: its rows are left out.
    ///
    /// # Errors
    /// The line that cannot be read, with what may stand there.
    pub(super) fn meanings(&self) -> Result<Vec<(String, Option<Verb>)>, String> {
        let lines = self.statuses.lines().map(str::trim).filter(|line| !line.is_empty());
        let read = |line: &str| {
            let unreadable = || {
                let known: Vec<&str> = VERBS.iter().map(|(word, _)| *word).collect();
                format!("\"{line}\" is none of STATUS = VERB with a verb of {}", known.join(", "))
            };
            let (status, verb) = line.rsplit_once('=').ok_or_else(unreadable)?;
            let verb = verb.trim();
            let known = VERBS.into_iter().find(|(word, _)| *word == verb);
            if known.is_none() && !verb.is_empty() {
                return Err(unreadable());
            }
            Ok((status.trim().to_lowercase(), known))
        };
        lines.map(read).collect()
    }
}
