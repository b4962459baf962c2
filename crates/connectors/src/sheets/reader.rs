//! Streams a sheet row by row; a bad row costs only itself.

use std::io::Read;
use std::marker::PhantomData;

use csv::{ByteRecord, StringRecord};

use super::{Headers, HeadersError, RowError, Sheet};

/// Opens a sheet of kind `T` and checks its first line.
///
/// # Errors
/// When the first line does not name the columns of this kind, or cannot be read.
pub fn rows<T: Sheet, R: Read>(source: R) -> Result<Rows<T, R>, HeadersError> {
    // Lines end with LF alone so that they are counted right; the CR of a CRLF is trimmed with its cell.
    let lines = csv::Terminator::Any(b'\n');
    let mut csv = csv::ReaderBuilder::new().flexible(true).terminator(lines).from_reader(source);
    let headers = Headers::read(csv.headers()?, T::COLUMNS)?;
    Ok(Rows { csv, headers, failed: false, kind: PhantomData })
}

/// The rows of a sheet, each with the line on which it starts (the first line of the file is 1).
pub struct Rows<T, R> {
    csv: csv::Reader<R>,
    headers: Headers,
    /// Reading itself broke off; nothing that follows can be trusted.
    failed: bool,
    kind: PhantomData<T>,
}

impl<T: Sheet, R: Read> Iterator for Rows<T, R> {
    type Item = (u64, Result<T, RowError>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        match self.record() {
            Ok(None) => None,
            Ok(Some(record)) => {
                let line = record.position().map_or(0, csv::Position::line);
                Some((line, self.row(record)))
            }
            Err(error) => {
                self.failed = true;
                let problem = format!("cannot be read ({error}); the rows from here on are not imported");
                Some((self.csv.position().line(), Err(RowError::of_row(problem))))
            }
        }
    }
}

impl<T: Sheet, R: Read> Rows<T, R> {
    /// The next record that holds anything: spreadsheets like to leave empty rows behind.
    fn record(&mut self) -> csv::Result<Option<ByteRecord>> {
        let mut record = ByteRecord::new();
        while self.csv.read_byte_record(&mut record)? {
            if record.iter().any(|cell| !cell.trim_ascii().is_empty()) {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    fn row(&self, record: ByteRecord) -> Result<T, RowError> {
        let record = StringRecord::from_byte_record(record)
            .map_err(|_| RowError::of_row("is not UTF-8; save the sheet as CSV in UTF-8"))?;
        T::parse(&record, &self.headers)
    }
}
