//! Rows of the log as files: as they are, under numbers instead of names, so that they can be verified elsewhere.

use jiff::Timestamp;
use privacy::audit::Row;
use serde::Serialize;

use crate::ServiceError;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Jsonl,
    Csv,
}

#[derive(Serialize)]
struct Line<'a> {
    seq: i64,
    at: String,
    at_ms: i64,
    who: &'a str,
    action: &'a str,
    subject: &'a str,
    detail: &'a str,
    previous: String,
    hash: String,
}

impl<'a> Line<'a> {
    fn of(row: &'a Row) -> Self {
        let entry = &row.entry;
        Self {
            seq: row.seq,
            at: Timestamp::from_millisecond(entry.at).map(|at| at.to_string()).unwrap_or_default(),
            at_ms: entry.at,
            who: &entry.who,
            action: &entry.action,
            subject: &entry.subject,
            detail: &entry.detail,
            previous: row.previous.to_string(),
            hash: row.hash.to_string(),
        }
    }
}

impl Format {
    pub fn extension(self) -> &'static str {
        match self {
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
        }
    }

    /// What comes before the first row.
    pub(super) fn head(self) -> Vec<u8> {
        match self {
            Format::Jsonl => vec![],
            Format::Csv => b"seq,at,at_ms,who,action,subject,detail,previous,hash\n".to_vec(),
        }
    }

    pub(super) fn rows(self, rows: &[Row]) -> Result<Vec<u8>, ServiceError> {
        let lines = rows.iter().map(Line::of);
        match self {
            Format::Jsonl => jsonl(lines),
            Format::Csv => csv(lines),
        }
    }
}

fn unwritten(error: impl std::fmt::Display) -> ServiceError {
    ServiceError::Rules(format!("the export cannot be written: {error}"))
}

fn jsonl<'a>(lines: impl Iterator<Item = Line<'a>>) -> Result<Vec<u8>, ServiceError> {
    let mut text = Vec::new();
    for line in lines {
        serde_json::to_writer(&mut text, &line).map_err(unwritten)?;
        text.push(b'\n');
    }
    Ok(text)
}

fn csv<'a>(lines: impl Iterator<Item = Line<'a>>) -> Result<Vec<u8>, ServiceError> {
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(vec![]);
    for line in lines {
        let (at_ms, seq) = (line.at_ms.to_string(), line.seq.to_string());
        let cells = [line.who, line.action, line.subject, line.detail].map(cell);
        let [who, action, subject, detail] = &cells;
        writer
            .write_record([&seq, &line.at, &at_ms, who, action, subject, detail, &line.previous, &line.hash])
            .map_err(unwritten)?;
    }
    writer.into_inner().map_err(unwritten)
}

/// A cell that a spreadsheet would take for a formula gets a quote before it.
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
