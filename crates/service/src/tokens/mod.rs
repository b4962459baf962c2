//! Tokens: keys with which a person's own programs ask the JSON API. A token acts as its owner, with the roles they
//! hold at each request, narrowed to the token's scopes; it never reaches further than they do themselves.

mod bearer;
mod form;
mod others;
mod own;
mod scope;
pub(crate) mod secret;

pub use bearer::Bearer;
pub use form::{LONGEST_DAYS, TokenForm};
pub use others::{OthersToken, OthersTokens, TokenPage};
pub use own::{NewToken, OwnTokens, TokenLine};
pub use scope::TokenScope;

/// How the audit log names a token.
fn subject(id: i64) -> String {
    format!("token:{id}")
}
