//! What keeps a number from being given.

/// Why there is no number. Each says what is missing, so that a page can say what to do.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ImpactError {
    /// The input contradicts itself.
    #[error("{0}")]
    Invalid(String),
    /// The input is sound, but the question has no answer in it.
    #[error("{0}")]
    NotEstimable(String),
}

pub type Result<T> = std::result::Result<T, ImpactError>;

pub(crate) fn invalid<T>(why: impl Into<String>) -> Result<T> {
    Err(ImpactError::Invalid(why.into()))
}

pub(crate) fn not_estimable<T>(why: impl Into<String>) -> Result<T> {
    Err(ImpactError::NotEstimable(why.into()))
}
