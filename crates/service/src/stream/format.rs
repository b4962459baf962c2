//! Lines as files: CSV, or one JSON object a line. No names, in either.

use jiff::Timestamp;
use serde::Serialize;

use domain::EpochMs;

use super::{StatementLine, Told};
use crate::ServiceError;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamFormat {
    /// One JSON object a line.
    Jsonl,
    Csv,
}

/// What a tag is called that is there and not said.
pub const WITHHELD: &str = "withheld";

/// A line as programs read it.
#[derive(Debug, Serialize)]
pub struct Row<'a> {
    seq: i64,
    id: String,
    stored: String,
    timestamp: Option<String>,
    source: &'a str,
    verb: &'a str,
    /// `None` where the object is something else.
    activity: Option<&'a str>,
    skill: Option<&'a str>,
    role: Option<&'a str>,
    team: Option<&'a str>,
    repository: Option<&'a str>,
    sprint: Option<&'a str>,
    person_keys: Vec<String>,
    voided: bool,
}

impl<'a> Row<'a> {
    pub fn of(line: &'a StatementLine) -> Self {
        let tag = |at: usize| -> Option<&'a str> {
            match line.tags.as_ref().map(|tags| tags.all()[at].1)? {
                Told::Value(text) => Some(text),
                Told::Withheld => Some(WITHHELD),
                Told::Missing => None,
            }
        };
        Self {
            seq: line.seq,
            id: line.id.to_string(),
            stored: moment(line.stored_at),
            timestamp: line.happened_at.map(moment),
            source: &line.source,
            verb: &line.verb,
            activity: line.object.activity(),
            skill: tag(0),
            role: tag(1),
            team: tag(2),
            repository: tag(3),
            sprint: tag(4),
            // As texts: no program may round them.
            person_keys: line.person_keys.iter().map(ToString::to_string).collect(),
            voided: line.voided,
        }
    }
}

fn moment(at: EpochMs) -> String {
    Timestamp::from_millisecond(at.0).map(|at| at.to_string()).unwrap_or_default()
}

impl StreamFormat {
    pub fn extension(self) -> &'static str {
        match self {
            StreamFormat::Jsonl => "jsonl",
            StreamFormat::Csv => "csv",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            StreamFormat::Jsonl => "application/jsonl; charset=utf-8",
            StreamFormat::Csv => "text/csv; charset=utf-8",
        }
    }

    /// What comes before the first line.
    pub(super) fn head(self) -> Vec<u8> {
        match self {
            StreamFormat::Jsonl => vec![],
            StreamFormat::Csv => {
                b"seq,id,stored,timestamp,source,verb,activity,skill,role,team,repository,sprint,person_keys,voided\n"
                    .to_vec()
            }
        }
    }

    pub(super) fn lines(self, lines: &[StatementLine]) -> Result<Vec<u8>, ServiceError> {
        let rows = lines.iter().map(Row::of);
        match self {
            StreamFormat::Jsonl => jsonl(rows),
            StreamFormat::Csv => csv(rows),
        }
    }
}

fn unwritten(error: impl std::fmt::Display) -> ServiceError {
    ServiceError::Broken(format!("the export cannot be written: {error}"))
}

fn jsonl<'a>(rows: impl Iterator<Item = Row<'a>>) -> Result<Vec<u8>, ServiceError> {
    let mut text = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut text, &row).map_err(unwritten)?;
        text.push(b'\n');
    }
    Ok(text)
}

fn csv<'a>(rows: impl Iterator<Item = Row<'a>>) -> Result<Vec<u8>, ServiceError> {
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(vec![]);
    for row in rows {
        let texts = [row.source, row.verb, row.activity.unwrap_or_default()];
        let tags = [row.skill, row.role, row.team, row.repository, row.sprint].map(Option::unwrap_or_default);
        let mut cells = vec![row.seq.to_string(), row.id, row.stored, row.timestamp.unwrap_or_default()];
        cells.extend(texts.into_iter().chain(tags).map(cell));
        // Keys may be negative, and no spreadsheet may round them.
        cells.push(cell(&row.person_keys.join(" ")));
        cells.push(row.voided.to_string());
        writer.write_record(cells).map_err(unwritten)?;
    }
    writer.into_inner().map_err(unwritten)
}

/// A cell that a spreadsheet would take for a formula gets a quote before it.
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::{Object, Tags};
    use super::*;

    fn line() -> StatementLine {
        StatementLine {
            seq: 7,
            id: Uuid::nil(),
            stored_at: EpochMs(0),
            happened_at: None,
            source: "=cmd()".to_owned(),
            verb: "did".to_owned(),
            object: Object::Activity("@lab, 1".to_owned()),
            voided: false,
            tags: Some(Tags {
                skill: Told::Value("reviews".to_owned()),
                role: Told::Missing,
                team: Told::Withheld,
                repository: Told::Missing,
                sprint: Told::Missing,
            }),
            people: 1,
            unknown_people: 0,
            person_keys: vec![-5],
        }
    }

    #[test]
    fn a_file_disarms_formulas_and_says_what_is_withheld() {
        let text = String::from_utf8(StreamFormat::Csv.lines(&[line()]).unwrap()).unwrap();
        let nil = Uuid::nil();
        let expected =
            format!("7,{nil},1970-01-01T00:00:00Z,,'=cmd(),did,\"'@lab, 1\",reviews,,withheld,,,'-5,false\n");
        assert_eq!(text, expected);
        let columns = String::from_utf8(StreamFormat::Csv.head()).unwrap().split(',').count();
        assert_eq!(columns, 14);
    }

    #[test]
    fn a_line_of_json_has_the_same_properties_in_every_state() {
        let text = String::from_utf8(StreamFormat::Jsonl.lines(&[line()]).unwrap()).unwrap();
        let value: serde_json::Value = serde_json::from_str(text.trim_end()).unwrap();
        assert_eq!(value["person_keys"], serde_json::json!(["-5"]));
        assert!(value["timestamp"].is_null() && value["role"].is_null());
        assert_eq!(value["team"], WITHHELD);
    }
}
