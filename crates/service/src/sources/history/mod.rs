//! Learning history from an LMS: a CSV file and a mapping of its columns become statements. All of it or nothing, and the
//! same file again changes nothing: each statement's id follows from what it says.

mod mapping;
mod rows;

use xapi::Statement;

pub use mapping::Mapping;
pub use rows::{CellError, read};

use super::SourceDesk;
use crate::{Service, ServiceError};

/// Statements that go into one transaction of the log.
const BATCH: usize = 500;
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
    /// Stores a history that was read; logged.
    pub async fn import_history(&self, source: &str, history: History) -> Result<Imported, ServiceError> {
        let imported = self.service.import_history(source, history).await?;
        let tx = self.service.store.begin().await?;
        let detail = format!("{source}: {} new, {} already there", imported.new, imported.repeated);
        self.logged(tx, "imported history", "statements", &detail).await?;
        Ok(imported)
    }
}

impl Service {
    /// For the command line. Nothing was half-read; where it breaks off between two batches, the same file goes on.
    pub async fn import_history(&self, source: &str, history: History) -> Result<Imported, ServiceError> {
        let mut imported = Imported { new: 0, repeated: 0, left_out: history.left_out };
        let statements: Vec<Statement> =
            history.statements.into_iter().map(|(_, statement)| statement).collect();
        for batch in statements.chunks(BATCH) {
            let appended = self.record(source, batch.to_vec()).await?;
            imported.new += appended.new;
            imported.repeated += batch.len() - appended.new;
        }
        Ok(imported)
    }
}
