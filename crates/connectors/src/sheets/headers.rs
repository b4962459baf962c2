//! The first line of a sheet: which column stands where.

use csv::StringRecord;

/// A column that a sheet may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    /// The sheet must have the column; its cells may still be empty where the kind allows it.
    pub required: bool,
}

impl Column {
    pub(super) const fn required(name: &'static str) -> Self {
        Self { name, required: true }
    }

    pub(super) const fn optional(name: &'static str) -> Self {
        Self { name, required: false }
    }
}

/// A sheet whose first line does not fit.
#[derive(Debug, thiserror::Error)]
pub enum HeadersError {
    #[error("the file is empty; its first line must name the columns: {expected}")]
    Empty { expected: String },
    #[error("the first line lacks the column \"{column}\"; it must name, separated by commas: {expected}")]
    Missing { column: &'static str, expected: String },
    #[error(
        "the first line names the column \"{column}\", which is unknown here; the columns are: {expected}"
    )]
    Unknown { column: String, expected: String },
    #[error("the first line names the column \"{column}\" twice; remove one of them")]
    Twice { column: String },
    #[error("the first line cannot be read as CSV ({0}); save the sheet as CSV in UTF-8")]
    Csv(#[from] csv::Error),
}

/// Where each column of a sheet stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headers {
    names: Vec<String>,
}

impl Headers {
    /// Checks a first line against the columns of its kind. Case and surrounding spaces do not matter.
    ///
    /// # Errors
    /// When a required column is missing, one is unknown, or one is named twice.
    pub fn read(record: &StringRecord, columns: &[Column]) -> Result<Self, HeadersError> {
        let names: Vec<String> = record.iter().map(|name| name.trim().to_lowercase()).collect();
        let expected = || columns.iter().map(|column| column.name).collect::<Vec<_>>().join(",");
        if names.iter().all(String::is_empty) {
            return Err(HeadersError::Empty { expected: expected() });
        }
        if let Some(missing) = columns.iter().find(|c| c.required && !names.iter().any(|n| n == c.name)) {
            return Err(HeadersError::Missing { column: missing.name, expected: expected() });
        }
        for (at, name) in names.iter().enumerate() {
            if !columns.iter().any(|column| column.name == name) {
                return Err(HeadersError::Unknown { column: name.clone(), expected: expected() });
            }
            if names[..at].contains(name) {
                return Err(HeadersError::Twice { column: name.clone() });
            }
        }
        Ok(Self { names })
    }

    /// How many cells a row has.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    pub(super) fn position(&self, column: &str) -> Option<usize> {
        self.names.iter().position(|name| name == column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[Column::required("name"), Column::optional("team")];

    fn read(names: &[&str]) -> Result<Headers, String> {
        Headers::read(&StringRecord::from(names.to_vec()), COLUMNS).map_err(|e| e.to_string())
    }

    #[test]
    fn columns_may_stand_in_any_order_and_case() {
        let headers = read(&[" Team ", "NAME"]).unwrap();
        assert_eq!((headers.position("name"), headers.position("team")), (Some(1), Some(0)));
        assert_eq!(read(&["name"]).unwrap().position("team"), None);
    }

    #[test]
    fn an_error_names_the_column_that_is_missing_unknown_or_double() {
        assert!(read(&["team"]).unwrap_err().contains("lacks the column \"name\""));
        assert!(read(&["name;team"]).unwrap_err().contains("separated by commas: name,team"));
        assert!(read(&["name", "salary"]).unwrap_err().contains("\"salary\", which is unknown"));
        assert!(read(&["name", "name"]).unwrap_err().contains("\"name\" twice"));
        assert!(read(&[""]).unwrap_err().contains("is empty"));
    }
}
