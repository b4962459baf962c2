//! xAPI statements (1.0.3 and 2.0): validation, who and what they tell of, and the learning events in them.
//!
//! A [`Statement`] keeps the JSON it was read from; nothing is normalised, least of all IRIs, which compare as
//! strings. There is no IO here and no clock. Storing, filtering and the HTTP side live elsewhere.

mod check;
mod events;
mod identity;
mod invalid;
mod node;
mod statement;

pub use identity::login_of;
pub use invalid::Invalid;
pub use statement::Statement;
