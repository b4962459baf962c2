//! What a use case can answer besides its result, in words for the person who asked.

use store::StoreError;

/// One thing wrong with one field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The form field's name.
    pub field: &'static str,
    /// What is wrong and what to do, as a sentence.
    pub message: String,
}

/// Everything wrong with a form at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(pub Vec<FieldError>);

impl Fields {
    pub fn add(&mut self, field: &'static str, message: impl Into<String>) {
        self.0.push(FieldError { field, message: message.into() });
    }

    /// `Ok` when nothing was found wrong.
    pub fn into_result(self) -> Result<(), ServiceError> {
        if self.0.is_empty() { Ok(()) } else { Err(ServiceError::Invalid(self)) }
    }

    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|e| e.field == field).map(|e| e.message.as_str())
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// There is no such thing, or it is not the viewer's to know of: the two look alike.
    #[error("not found")]
    NotFound,
    /// The viewer may know of it but not do this.
    #[error("not allowed")]
    NotAllowed,
    #[error("{}", .0.0.iter().map(|e| e.message.as_str()).collect::<Vec<_>>().join(" "))]
    Invalid(Fields),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The operating system gave no random numbers for a secret.
    #[error("no secret can be made: {0}")]
    Random(String),
    /// A secret that is kept cannot be used: its key is missing, or it was changed.
    #[error("a secret that is kept cannot be used: {0}")]
    Secret(String),
    #[error("the rules for reading payloads cannot be used: {0}")]
    Rules(String),
    /// Work that went on by itself ended without a result.
    #[error("it broke off: {0}")]
    Broken(String),
    #[error("who counted where in {period} cannot be read: {source}; `sightline rebuild` makes it anew")]
    Seating { period: String, source: serde_json::Error },
}
