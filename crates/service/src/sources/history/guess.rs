//! What a file holds, and what its columns may mean by their names: a beginning that a person corrects.

use std::collections::BTreeSet;

use super::mapping::Mapping;
use super::rows::{CellError, opened, without_mark};

/// A column with more different values than this is no status.
const STATUSES: usize = 50;

/// A file as far as it can be told without a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// As the first line names them.
    pub columns: Vec<String>,
    /// Lines below the first that can be read.
    pub rows: usize,
}

/// The text of a file.
///
/// # Errors
/// The first line that is not UTF-8.
pub fn decoded(file: Vec<u8>) -> Result<String, CellError> {
    String::from_utf8(file).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.split(|byte| *byte == b'\n').count() as u64;
        let problem = "it is not UTF-8; save the file as “CSV UTF-8” and choose it again".to_owned();
        CellError { line, column: String::new(), problem }
    })
}

impl Sheet {
    /// # Errors
    /// Where its first line names no columns.
    pub fn of(text: &str) -> Result<Self, CellError> {
        let mut reader = opened(without_mark(text.as_bytes()));
        let heads = reader.headers().map(|heads| heads.iter().map(|head| head.trim().to_owned()).collect());
        let columns: Vec<String> = heads.unwrap_or_default();
        if columns.iter().all(String::is_empty) {
            let problem = "the first line names no columns; is this a CSV file?".to_owned();
            return Err(CellError { line: 1, column: String::new(), problem });
        }
        let rows = reader.records().flatten().count();
        Ok(Self { columns, rows })
    }

    /// What the columns may mean. Where nothing fits, nothing is said.
    pub fn guess(&self) -> Mapping {
        let exact = |name: &str| self.first(|column| column == name);
        let mapping = Mapping {
            person: self.like(&["mail", "username", "user name", "login"]),
            activity: self.like(&["course short", "course id", "course", "activity", "module", "content"]),
            name: self.like(&["course full", "course name", "course title", "activity name", "title"]),
            at: self.like(&["completed on", "complet", "finish", "date", "time"]),
            status: self.like(&["status", "state"]),
            score: self.like(&["grade", "score"]),
            skill: exact("skill"),
            role: exact("role"),
            team: exact("team"),
            repository: exact("repository"),
            sprint: exact("sprint"),
            ..Mapping::default()
        };
        let name = if mapping.name == mapping.activity { String::new() } else { mapping.name };
        let at = if mapping.at == mapping.status { self.like(&["date", "time"]) } else { mapping.at };
        Mapping { at, name, ..mapping }
    }

    /// The first column with the first of these words that any has.
    fn like(&self, words: &[&str]) -> String {
        let found = words.iter().map(|word| self.first(|column| column.contains(word)));
        found.into_iter().find(|column| !column.is_empty()).unwrap_or_default()
    }

    fn first(&self, fits: impl Fn(&str) -> bool) -> String {
        self.columns.iter().find(|column| fits(&column.to_lowercase())).cloned().unwrap_or_default()
    }
}

impl Mapping {
    /// With what each status of the file may mean, where nothing is said of any. One whose meaning is not plain is left
    /// open.
    #[must_use]
    pub fn with_statuses(self, text: &str) -> Self {
        if self.status.trim().is_empty() || !self.statuses.trim().is_empty() {
            return self;
        }
        let found = statuses(text, self.status.trim());
        let line = |status: &String| Some(format!("{status} = {}", meaning(status)?));
        let statuses = found.iter().filter_map(line).collect::<Vec<_>>().join("\n");
        Self { statuses, ..self }
    }
}

/// What stands in a column.
fn statuses(text: &str, column: &str) -> BTreeSet<String> {
    let mut reader = opened(without_mark(text.as_bytes()));
    let at = reader.headers().ok().and_then(|heads| heads.iter().position(|head| head.trim() == column));
    let Some(at) = at else { return BTreeSet::new() };
    let mut found = BTreeSet::new();
    for record in reader.records().filter_map(Result::ok) {
        found.insert(record.get(at).unwrap_or_default().trim().to_owned());
        if found.len() > STATUSES {
            return BTreeSet::new();
        }
    }
    found
}

/// A verb, or nothing to leave rows out; `None` where the words do not say.
fn meaning(status: &str) -> Option<&'static str> {
    let status = status.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| status.contains(word));
    match () {
        () if status.is_empty() || status.starts_with("not ") => Some(""),
        () if has(&["incomplete", "progress", "started"]) => Some("initialized"),
        () if has(&["pass"]) => Some("passed"),
        () if has(&["fail"]) => Some("failed"),
        () if has(&["attend"]) => Some("attended"),
        () if has(&["complete", "done", "finish"]) => Some("completed"),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOODLE: &str = "First name,Email address,Course short name,Course full name,Status,Time completed,Grade\n\
        Ada,ada@demo.invalid,pr-101,Small pull requests,Completed,2026-03-01,80\n\
        Bob,bob@demo.invalid,pr-101,Small pull requests,Not yet started,,\n\
        Cem,cem@demo.invalid,pr-101,Small pull requests,In progress,,\n\
        Dee,dee@demo.invalid,pr-101,Small pull requests,Waived,,\n";

    #[test]
    fn a_file_of_an_lms_is_told_and_its_columns_are_guessed() {
        let sheet = Sheet::of(MOODLE).unwrap();
        assert_eq!((sheet.columns.len(), sheet.rows), (7, 4));
        let guess = sheet.guess();
        assert_eq!(
            [&guess.person, &guess.activity, &guess.name, &guess.status, &guess.at, &guess.score],
            ["Email address", "Course short name", "Course full name", "Status", "Time completed", "Grade"]
        );
        assert!(guess.skill.is_empty(), "nothing is called so");
    }

    #[test]
    fn statuses_mean_what_they_plainly_say_and_the_rest_is_left_open() {
        let guess = Sheet::of(MOODLE).unwrap().guess().with_statuses(MOODLE);
        assert_eq!(guess.statuses, "Completed = completed\nIn progress = initialized\nNot yet started = ");
        let said = Mapping { statuses: "Completed = passed".to_owned(), ..guess };
        assert_eq!(said.clone().with_statuses(MOODLE), said, "what a person said stays");
    }

    #[test]
    fn one_column_is_not_taken_for_two() {
        let sheet = Sheet::of("mail,course,completion status,date\n").unwrap();
        let guess = sheet.guess();
        assert_eq!([&*guess.name, &*guess.at, &*guess.status], ["", "date", "completion status"]);
    }

    #[test]
    fn what_is_no_csv_in_utf_8_is_told_with_its_line() {
        let latin = b"mail,course\nada@demo.invalid,Qualit\xE4t\n".to_vec();
        assert_eq!(decoded(latin).unwrap_err().line, 2);
        for nothing in ["", "\n\n", ",,\n"] {
            assert_eq!(Sheet::of(nothing).unwrap_err().line, 1, "{nothing:?}");
        }
    }
}
