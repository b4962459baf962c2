//! xAPI (1.0.3 and 2.0) without IO: what the standard allows, and what it wants done with it.
//!
//! A [`Statement`] keeps the JSON it was read from; nothing is normalised, least of all IRIs, which compare as
//! strings. Storing, finding and the HTTP side live elsewhere. There is no clock here.

mod activity;
mod attachment;
mod check;
mod comparison;
mod document;
mod duration;
mod events;
mod identity;
mod invalid;
pub mod multipart;
mod node;
mod query;
pub mod representation;
pub mod signature;
mod statement;
mod terms;
mod version;

pub use activity::{activity, merge_definition};
pub use attachment::{Declared, USAGE_SIGNATURE};
pub use document::{NotMerged, is_json, merge_documents};
pub use identity::login_of;
pub use invalid::Invalid;
pub use query::{BadParameter, Format, Parameters, StatementQuery};
pub use statement::{Statement, rfc3339};
pub use terms::{Term, TermKind};
pub use version::Version;
