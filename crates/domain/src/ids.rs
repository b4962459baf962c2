//! Identifiers. Each is its own type so that a team key cannot be handed where a sprint key is wanted.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What is wrong with an identifier that came from outside.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} \"{value}\" {problem}")]
pub struct InvalidId {
    pub what: &'static str,
    pub value: String,
    pub problem: &'static str,
}

fn checked(
    what: &'static str,
    value: &str,
    max_bytes: usize,
    too_long: &'static str,
) -> Result<String, InvalidId> {
    let fail = |problem| Err(InvalidId { what, value: value.chars().take(80).collect(), problem });
    if value.trim().is_empty() {
        return fail("is empty");
    }
    if value.len() > max_bytes {
        return fail(too_long);
    }
    if value.chars().any(char::is_control) || value.trim() != value {
        return fail("has control characters or spaces at its ends");
    }
    Ok(value.to_owned())
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        text_id!($(#[$doc])* $name, $what, 200);
    };
    ($(#[$doc:meta])* $name:ident, $what:literal, $max_bytes:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// # Errors
            #[doc = concat!("When the text is empty, over ", $max_bytes, " bytes, padded, or holds control characters.")]
            pub fn new(value: &str) -> Result<Self, InvalidId> {
                checked($what, value, $max_bytes, concat!("is longer than ", $max_bytes, " bytes")).map(Self)
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({:?})", stringify!($name), self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidId;
            fn from_str(value: &str) -> Result<Self, InvalidId> {
                Self::new(value)
            }
        }
    };
}

text_id!(
    /// A team's key, as in its URL: `payments`.
    TeamKey, "team key");
text_id!(
    /// A repository as its host writes it: `owner/name`.
    RepositoryName, "repository");
text_id!(
    /// A sprint's key. Teams that share a key share the sprint in every view over several teams.
    SprintKey, "sprint key");
text_id!(CohortKey, "cohort key");
text_id!(OutcomeKey, "outcome key");
text_id!(SkillKey, "skill key");
text_id!(
    /// A role on the skill map: `backend`, `test`, … (not a role of access: that is `viewer::AccessRole`).
    RoleKey, "role key");
text_id!(
    /// A piece of learning content: the IRI of its xAPI activity, compared as a string. Some tools put long queries
    /// into it.
    ContentId, "content id", 2000);

/// A person in the identity vault. Never appears in facts, cells or figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub Uuid);

/// A person as the warehouse knows them: the first eight bytes of a keyed HMAC. Says nothing without the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonKey(pub i64);
