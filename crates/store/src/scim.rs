//! What identity providers provision: users and groups as they describe them, and the keys they come with. Part of
//! the identity vault: names and addresses are in here.

mod groups;
mod keys;
mod users;

pub use groups::{GroupSearch, ScimGroup};
pub use keys::ScimKey;
pub use users::{ScimUser, UserSearch};
