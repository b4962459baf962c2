//! CSV sheets of the organisation: people, teams, repositories, sprints, calendar, content.
//!
//! Each kind is a type that is a [`Sheet`]; [`rows`] streams one from any reader, a row at a time. What a single row
//! cannot show (overlapping sprints, unknown teams) is judged where the rows meet what is already known.

mod calendar;
mod cells;
mod content;
mod headers;
mod lines;
mod people;
mod reader;
mod repositories;
mod sprints;
mod teams;

use csv::StringRecord;

pub use headers::{Column, Headers, HeadersError};
pub use lines::{line_of, unreadable};
pub use people::PersonRow;
pub use reader::{Rows, rows};
pub use repositories::RepositoryRow;
pub(crate) use repositories::repository_name;
pub use sprints::SprintRow;
pub use teams::{JiraScope, TeamRow};

/// One kind of sheet.
pub trait Sheet: Sized {
    /// As in `import <kind>`.
    const KIND: &'static str;
    const COLUMNS: &'static [Column];

    /// # Errors
    /// When a cell lacks its value or holds one that cannot be used.
    fn parse(record: &StringRecord, headers: &Headers) -> Result<Self, RowError>;
}

/// A row that cannot be used. `Display` reads as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{}{problem}", place(column), shown(value))]
pub struct RowError {
    /// Empty when it is the whole row.
    pub column: String,
    /// What the cell holds, cut to 80 characters.
    pub value: String,
    /// What is wrong, and what to write instead.
    pub problem: String,
}

impl RowError {
    fn of_row(problem: impl Into<String>) -> Self {
        Self { column: String::new(), value: String::new(), problem: problem.into() }
    }
}

fn place(column: &str) -> String {
    if column.is_empty() { "the row ".to_owned() } else { format!("{column}: ") }
}

fn shown(value: &str) -> String {
    if value.is_empty() { String::new() } else { format!("\"{value}\" ") }
}
