//! What can be wrong with a provisioning request, in SCIM's own kinds (RFC 7644, section 3.12).

use store::StoreError;

use crate::ServiceError;

/// The `scimType` of a bad request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScimType {
    InvalidFilter,
    InvalidPath,
    InvalidSyntax,
    InvalidValue,
    Mutability,
    NoTarget,
}

impl ScimType {
    pub fn as_str(self) -> &'static str {
        match self {
            ScimType::InvalidFilter => "invalidFilter",
            ScimType::InvalidPath => "invalidPath",
            ScimType::InvalidSyntax => "invalidSyntax",
            ScimType::InvalidValue => "invalidValue",
            ScimType::Mutability => "mutability",
            ScimType::NoTarget => "noTarget",
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ScimError {
    /// What is wrong and what to do, for the person who set the identity provider up.
    #[error("{1}")]
    Bad(ScimType, String),
    /// Another user or group has the name already.
    #[error("{0}")]
    Taken(String),
    #[error("there is no such resource")]
    NotFound,
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl From<StoreError> for ScimError {
    fn from(error: StoreError) -> Self {
        ScimError::Service(error.into())
    }
}

/// `Err` of a kind, with words.
pub(super) fn bad<T>(kind: ScimType, words: impl Into<String>) -> Result<T, ScimError> {
    Err(ScimError::Bad(kind, words.into()))
}
