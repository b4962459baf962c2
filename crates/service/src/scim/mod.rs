//! Provisioning (SCIM 2.0, RFC 7643 and 7644): an identity provider tells who may have an account and which groups
//! they are in. An account that it takes away is disabled at once, with its sessions and tokens.
//!
//! What is here speaks SCIM's words but not HTTP. Only the attributes that are needed are kept; others are accepted
//! and forgotten.

mod attributes;
mod error;
mod filter;
mod groups;
mod keys;
mod list;
mod patch;
mod path;
mod roles;
mod users;

pub use attributes::{Email, PersonName, UserAttributes};
pub use error::{ScimError, ScimType};
pub use groups::{GroupAttributes, GroupRecord};
pub use list::{Listed, Page};
pub use patch::{Op, Operation};
pub(crate) use roles::SOURCE;
pub use users::UserRecord;

use crate::Service;

/// What an identity provider's key opens: provisioned users and groups, and nothing else.
#[derive(Clone)]
pub struct Provisioning {
    service: Service,
    /// How the audit log names the key.
    actor: String,
}

impl Provisioning {
    fn now(&self) -> domain::EpochMs {
        self.service.now()
    }
}
