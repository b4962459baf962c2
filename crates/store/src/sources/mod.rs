//! Sources of statements beside the record store's own address, and where statements are sent on to.

pub mod attendance;
pub mod launches;
pub mod links;
pub mod pulls;
pub mod webhooks;
