//! Learning history from an LMS: a CSV file and a mapping of its columns become statements. All of it or nothing, and the
//! same file again changes nothing: each statement's id follows from who did what with what, and when.

mod guess;
mod mapping;
mod rows;

use std::collections::HashMap;

use uuid::Uuid;
use xapi::Statement;

pub use guess::{Sheet, decoded};
pub use mapping::Mapping;
pub use rows::{CellError, read};

use super::{SourceDesk, attendance, launches, links, plain};
use crate::{Fields, Service, ServiceError, keys::LONGEST_NAME, record_store::RecordError};

/// Statements that go into one transaction of the log.
const BATCH: usize = 500;
/// How often a batch waits until others have stored theirs.
const WAITS: usize = 120;
/// The sources that speak for themselves.
const OWN: [&str; 3] = [launches::SOURCE, attendance::SOURCE, links::SOURCE];
/// Rows that a preview shows.
const SHOWN: usize = 10;

/// What a row says, for a look before it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewRow {
    pub line: u64,
    pub person: String,
    pub verb: String,
    pub activity: String,
    pub at: String,
}

/// What a file would bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    pub statements: usize,
    /// Rows whose status the mapping says to leave out.
    pub left_out: usize,
    pub rows: Vec<PreviewRow>,
}

/// What a file brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    pub new: usize,
    pub repeated: usize,
    /// Rows that are there already with other details, as of a corrected export. Statements never change.
    pub differing: usize,
    pub left_out: usize,
}

/// A file that was read without an error.
#[derive(Debug, Clone)]
pub struct History {
    /// With the number of the line that each begins at.
    pub statements: Vec<(u64, Statement)>,
    pub left_out: usize,
}

impl History {
    pub fn preview(&self) -> Preview {
        let row = |(line, statement): &(u64, Statement)| {
            let value = statement.as_json();
            let text = |pointer: &str| {
                value.pointer(pointer).and_then(serde_json::Value::as_str).unwrap_or_default()
            };
            PreviewRow {
                line: *line,
                person: statement.actors().into_iter().next().map(|actor| actor.login).unwrap_or_default(),
                verb: text("/verb/display/en").to_owned(),
                activity: text("/object/id").to_owned(),
                at: text("/timestamp").to_owned(),
            }
        };
        Preview {
            statements: self.statements.len(),
            left_out: self.left_out,
            rows: self.statements.iter().take(SHOWN).map(row).collect(),
        }
    }
}

impl SourceDesk<'_> {
    /// Stores a history that was read; logged before it is, so that one that breaks off is told of as well.
    pub async fn import_history(&self, source: &str, history: History) -> Result<Imported, ServiceError> {
        if let Some(problem) = self.history_source_problem(source).await? {
            let mut wrong = Fields::default();
            wrong.add("source", problem);
            return Err(ServiceError::Invalid(wrong));
        }
        let tx = self.service.store.begin().await?;
        let detail = format!("{source}: {} rows", history.statements.len());
        self.logged(tx, "imported history", "statements", &detail).await?;
        self.service.import_history(source, history).await
    }

    /// What is wrong with the name of a history's source, if anything is.
    pub async fn history_source_problem(&self, source: &str) -> Result<Option<String>, ServiceError> {
        self.service.history_source_problem(source).await
    }
}

impl Service {
    /// For the command line. Nothing was half-read; where it breaks off between two batches, the same file goes on.
    pub async fn import_history(&self, source: &str, history: History) -> Result<Imported, ServiceError> {
        let mut imported = Imported { new: 0, repeated: 0, differing: 0, left_out: history.left_out };
        let statements = each_once(history.statements, &mut imported);
        for batch in statements.chunks(BATCH) {
            self.import_batch(source, batch.to_vec(), &mut imported).await?;
        }
        Ok(imported)
    }

    /// Goes on without those that are stored with another content, and waits where others fill the log.
    async fn import_batch(
        &self,
        source: &str,
        mut batch: Vec<Statement>,
        imported: &mut Imported,
    ) -> Result<(), ServiceError> {
        let mut waits = 0;
        loop {
            match self.log.append_of(source, batch.clone(), self.now()).await {
                Ok(appended) => {
                    imported.new += appended.new;
                    imported.repeated += batch.len() - appended.new;
                    if appended.new > 0 {
                        self.follow();
                    }
                    return Ok(());
                }
                Err(RecordError::Conflict(id)) => {
                    batch.retain(|one| one.id() != Some(id));
                    imported.differing += 1;
                }
                Err(RecordError::Busy(wait)) if waits < WAITS => {
                    waits += 1;
                    tokio::time::sleep(wait).await;
                }
                Err(error) => return Err(plain(error)),
            }
        }
    }

    /// What is wrong with the name of a history's source, if anything is. It is the authority of what it says: another
    /// source's name would put words into that one's mouth.
    pub async fn history_source_problem(&self, source: &str) -> Result<Option<String>, ServiceError> {
        let long = source.chars().count() > LONGEST_NAME || source.chars().any(char::is_control);
        if source.trim().is_empty() || long {
            let problem = format!(
                "The source of a history has a name of at most {LONGEST_NAME} characters on one line."
            );
            return Ok(Some(problem));
        }
        let own = OWN.iter().any(|own| own.eq_ignore_ascii_case(source.trim()));
        let keys = self.store.sources_with_keys().await?;
        let taken = own || keys.iter().any(|name| name.eq_ignore_ascii_case(source.trim()));
        Ok(taken.then(|| {
            format!("“{source}” sends statements itself. Give its history another name, such as “{source} until 2026”.")
        }))
    }
}

/// Each statement once, as the first row with its id says it.
fn each_once(rows: Vec<(u64, Statement)>, imported: &mut Imported) -> Vec<Statement> {
    let mut places: HashMap<Option<Uuid>, usize> = HashMap::new();
    let mut statements: Vec<Statement> = Vec::with_capacity(rows.len());
    for (_, statement) in rows {
        match places.get(&statement.id()).and_then(|place| statements.get(*place)) {
            Some(first) if first.as_json() == statement.as_json() => imported.repeated += 1,
            Some(_) => imported.differing += 1,
            None => {
                places.insert(statement.id(), statements.len());
                statements.push(statement);
            }
        }
    }
    statements
}
