//! What keeps people from being singled out: the group threshold, what may be shown together, pseudonyms, sealed
//! secrets and the chain of the audit log. No IO.

pub mod audit;
pub mod closure;
pub mod hex;
mod pseudonym;
pub mod sealed;
mod threshold;

pub use pseudonym::PseudonymKey;
pub use threshold::{COMPARISON, THRESHOLD, guard, guard_all};
