//! Getting in: sessions, and sign-in through an organisation's identity provider. Passwords that this installation
//! keeps are elsewhere; whoever has proved who they are gets a session here.

pub mod sessions;

pub use sessions::{How, OwnSessions};
pub use store::sessions::{SESSION_USER, SessionKey, SessionLimits, SessionLine};

/// How people get in and how long they stay.
#[derive(Debug, Default)]
pub struct SignIn {
    pub limits: SessionLimits,
}
