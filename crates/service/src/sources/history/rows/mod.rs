//! Rows become statements, or errors with line and column. Without IO.

mod columns;
mod instant;
mod statement;
#[cfg(test)]
mod tests;

use connectors::sheets::{line_of, unreadable};

use super::History;
use super::mapping::Mapping;
use columns::Columns;

/// After so many a file needs another mapping, not more errors.
const MOST_ERRORS: usize = 100;

/// Something wrong with one cell. `line` is 1 for the names of the columns, 0 for the mapping itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column \"{column}\": {problem}")]
pub struct CellError {
    pub line: u64,
    pub column: String,
    pub problem: String,
}

/// Reads a whole file.
///
/// # Errors
/// Everything that is wrong with it; then nothing of it is used.
pub fn read(bytes: &[u8], mapping: &Mapping) -> Result<History, Vec<CellError>> {
    let bytes = without_mark(bytes);
    let mut reader = opened(bytes);
    let heads = reader.headers().cloned().map_err(|error| vec![broken(1, &error)])?;
    let columns = Columns::find(&heads, mapping)?;
    let mut history = History { statements: vec![], left_out: 0 };
    let mut errors = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = line_of(bytes, record.position());
                match columns.statement(line, &record) {
                    Ok(Some(statement)) => history.statements.push((line, statement)),
                    Ok(None) => history.left_out += 1,
                    Err(error) => errors.push(error),
                }
            }
            Err(error) => errors.push(broken(line_of(bytes, error.position()), &error)),
        }
        if errors.len() >= MOST_ERRORS {
            break;
        }
    }
    if errors.is_empty() { Ok(history) } else { Err(errors) }
}

/// Without what some programs put before UTF-8.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

pub(super) fn opened(bytes: &[u8]) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter(bytes)).from_reader(bytes)
}

/// The one that stands most often in the first line.
fn delimiter(bytes: &[u8]) -> u8 {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let columns = |delimiter: &u8| first.split(|byte| byte == delimiter).count();
    // Of equals the last wins: a single column is separated by commas.
    [b'\t', b';', b','].into_iter().max_by_key(columns).unwrap_or(b',')
}

fn broken(line: u64, error: &csv::Error) -> CellError {
    CellError { line, column: String::new(), problem: unreadable(error) }
}
