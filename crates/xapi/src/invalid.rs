//! Why a statement is refused.

/// The first thing that the standard does not allow. `Display` reads as a sentence: `/verb/id is missing`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} {problem}", if pointer.is_empty() { "the body" } else { pointer.as_str() })]
pub struct Invalid {
    /// JSON pointer (RFC 6901) to the offending place; empty for the whole body.
    pub pointer: String,
    /// What is wrong there, and what the standard wants.
    pub problem: String,
}
