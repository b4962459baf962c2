//! Access keys of the record store: made with scopes, an end and a rate, looked up at every request, revoked. A key's
//! name is the source that sends with it, and the authority of its statements.

mod cache;
mod desk;
mod form;
mod lookup;
mod make;
mod scope;

pub(crate) use cache::KeyCache;
pub use desk::{KeyDesk, KeyLine, KeyPage};
pub use form::KeyForm;
pub(crate) use form::LONGEST_NAME;
pub use make::NewKey;
pub use scope::KeyScope;

/// How the audit log names a key: not by its name, which may be a person's.
fn subject(key: &str) -> String {
    format!("access_key:{key}")
}
