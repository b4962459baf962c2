//! What keeps people from being singled out: the group threshold and pseudonyms. No IO.

mod pseudonym;
mod threshold;

pub use pseudonym::PseudonymKey;
pub use threshold::{THRESHOLD, guard, guard_all};
