//! Getting in: sessions, and sign-in through an organisation's identity provider. Passwords that this installation
//! keeps are elsewhere; whoever has proved who they are gets a session here.

mod admission;
pub(crate) mod groups;
mod oidc;
mod own_roles;
mod refusal;
pub mod sessions;
mod settings;

pub use oidc::{Answer, Arrival, OfferedProvider, Providers};
pub use own_roles::{GivenBy, OwnRole};
pub use refusal::{Refusal, RefusedSignIn, SignInError, Untrusted};
pub use sessions::{How, OwnSessions};
pub use settings::{GroupRule, InvalidProvider, ProviderSettings, Secret};
pub use store::sessions::{SESSION_USER, SessionKey, SessionLimits, SessionLine};

/// How people get in and how long they stay.
#[derive(Debug, Default)]
pub struct SignIn {
    pub limits: SessionLimits,
    pub providers: Providers,
    /// Whom to ask for access, as a sentence goes on: `the service desk`. Empty: an administrator.
    pub contact: String,
}

impl crate::Service {
    /// Whom somebody asks who does not get in, as a sentence goes on.
    pub fn sign_in_contact(&self) -> &str {
        let contact = self.sign_in.contact.trim();
        if contact.is_empty() { "an administrator of Sightline in your organisation" } else { contact }
    }
}
