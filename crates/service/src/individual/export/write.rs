//! The two shapes of the file: one JSON object, or a CSV with a line for each thing.

use domain::{EpochMs, PersonId};

use super::{Exported, Format, instant};
use crate::ServiceError;

const COLUMNS: [&str; 7] = ["kind", "at", "arrived_at", "source", "key", "text", "details"];

pub(super) fn head(format: Format, person: PersonId, now: EpochMs) -> Result<Vec<u8>, ServiceError> {
    match format {
        Format::Csv => lines([COLUMNS.map(str::to_owned)]),
        Format::Json => {
            let at = instant(now.0).unwrap_or_default();
            Ok(format!("{{\"person\":\"{}\",\"exported_at\":\"{at}\",\"records\":[\n", person.0).into_bytes())
        }
    }
}

/// `first`: nothing stands before it.
pub(super) fn body(format: Format, records: &[Exported], first: bool) -> Result<Vec<u8>, ServiceError> {
    match format {
        Format::Csv => lines(records.iter().map(row)),
        Format::Json => {
            let mut out = Vec::new();
            for (at, record) in records.iter().enumerate() {
                if !(first && at == 0) {
                    out.extend_from_slice(b",\n");
                }
                serde_json::to_writer(&mut out, record).map_err(|e| unwritten(&e))?;
            }
            Ok(out)
        }
    }
}

pub(super) fn tail(format: Format) -> Vec<u8> {
    match format {
        Format::Csv => vec![],
        Format::Json => b"\n]}\n".to_vec(),
    }
}

fn lines(rows: impl IntoIterator<Item = [String; 7]>) -> Result<Vec<u8>, ServiceError> {
    let mut writer = csv::Writer::from_writer(vec![]);
    for row in rows {
        writer.write_record(row).map_err(|e| unwritten(&e))?;
    }
    writer.into_inner().map_err(|e| unwritten(e.error()))
}

fn row(record: &Exported) -> [String; 7] {
    let Exported { kind, at, arrived_at, source, key, text, details } = record;
    let details = if details.is_null() { String::new() } else { details.to_string() };
    let time = |at: &Option<String>| at.clone().unwrap_or_default();
    [kind.clone(), time(at), time(arrived_at), cell(source), cell(key), cell(text), cell(&details)]
}

/// A cell that a spreadsheet would take for a formula gets a quote before it.
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

fn unwritten(error: &impl std::fmt::Display) -> ServiceError {
    ServiceError::Rules(format!("the export cannot be written: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn the_pieces_of_a_json_file_are_one_document() {
        let one = Exported::of("account", "github", "=demo", json!({ "a": 1 }));
        let person = PersonId(uuid::Uuid::nil());
        let pieces = [
            head(Format::Json, person, EpochMs(0)).unwrap(),
            body(Format::Json, &[one.clone(), one.clone()], true).unwrap(),
            body(Format::Json, &[one], false).unwrap(),
            tail(Format::Json),
        ];
        let whole: Value = serde_json::from_slice(&pieces.concat()).unwrap();
        assert_eq!(whole["records"].as_array().unwrap().len(), 3);
    }

    #[test]
    fn a_line_of_csv_keeps_formulas_harmless_and_no_details_empty() {
        let line = body(Format::Csv, &[Exported::of("account", "k", "=1+1", Value::Null)], true).unwrap();
        assert_eq!(String::from_utf8(line).unwrap(), "account,,,sightline,k,'=1+1,\n");
    }
}
