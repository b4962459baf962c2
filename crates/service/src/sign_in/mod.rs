//! Getting in: sessions, and sign-in through an organisation's identity provider. Passwords that this installation
//! keeps are elsewhere; whoever has proved who they are gets a session here.

mod admission;
mod groups;
mod oidc;
mod refusal;
pub mod sessions;
mod settings;

pub use oidc::{Answer, Arrival, OfferedProvider, Providers};
pub use refusal::{Refusal, RefusedSignIn, SignInError, Untrusted};
pub use sessions::{How, OwnSessions};
pub use settings::{GroupRule, InvalidProvider, ProviderSettings, Secret};
pub use store::sessions::{SESSION_USER, SessionKey, SessionLimits, SessionLine};

/// How people get in and how long they stay.
#[derive(Debug, Default)]
pub struct SignIn {
    pub limits: SessionLimits,
    pub providers: Providers,
    /// Whom to ask for access, as it ends a sentence: `the service desk`.
    pub contact: String,
}
