//! On which line of a CSV text something stands, and what is wrong with a record, in words.

use csv::{ErrorKind, Position};

/// The line on which a record starts; the first line of the text is 1. `csv` counts the LF of a CR LF to the record after
/// it, and so do the empty lines before one.
pub fn line_of(text: &[u8], record: Option<&Position>) -> u64 {
    let Some(at) = record else { return 0 };
    let from = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let before = text.get(from..).unwrap_or_default().iter().take_while(|byte| b"\r\n".contains(byte));
    at.line() + before.filter(|byte| **byte == b'\n').count() as u64
}

/// Why a record cannot be read. Says no line: `csv`'s own words say one that may not be [`line_of`]'s.
pub fn unreadable(error: &csv::Error) -> String {
    match error.kind() {
        ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("it has {len} cells, and the first line {expected_len}; give every row the same columns")
        }
        ErrorKind::Utf8 { .. } => "it is not UTF-8; save the file as CSV in UTF-8".to_owned(),
        _ => format!("it cannot be read as CSV: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<u64> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.headers().unwrap();
        let line = |record: csv::Result<csv::StringRecord>| match record {
            Ok(record) => line_of(text.as_bytes(), record.position()),
            Err(error) => line_of(text.as_bytes(), error.position()),
        };
        reader.records().map(line).collect()
    }

    #[test]
    fn lines_are_counted_alike_however_they_end() {
        for end in ["\n", "\r\n"] {
            let text = ["a,b", "1,2", "\"3", "3\",4", "", "", "5,6", "7", "8,9", ""].join(end);
            assert_eq!(lines(&text), [2, 3, 7, 8, 9], "{end:?}");
        }
    }

    #[test]
    fn a_row_of_another_length_is_told_by_its_cells() {
        let mut reader = csv::Reader::from_reader("a,b\n1\n".as_bytes());
        let error = reader.records().next().unwrap().unwrap_err();
        assert_eq!(
            unreadable(&error),
            "it has 1 cells, and the first line 2; give every row the same columns"
        );
    }
}
