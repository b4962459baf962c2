//! Secrets of the installation. What the database holds of them is sealed; the keys lie in a file or the environment.

mod keys;
mod pseudonym;
mod values;

pub(crate) use keys::Keys;
pub use keys::{KeyError, KeyPlace, KeySource};
pub use privacy::sealed;
