//! Why somebody did not get in: a word for the audit log, the rest for people and for the operator's log.

use std::fmt;

use crate::ServiceError;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The provider does not answer, or answers something else than its protocol.
    Unavailable,
    /// The answer belongs to no sign-in that this browser began within ten minutes, or came a second time.
    Stale,
    /// Somebody stopped at the provider.
    Cancelled,
    /// The provider said no.
    Declined,
    /// What the provider sent does not prove anything.
    Untrusted(Untrusted),
    /// No group of theirs has a role here, and nobody gave them one.
    NoRole,
    /// An administrator disabled them, or the organisation took them out.
    Disabled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untrusted {
    Issuer,
    Audience,
    Nonce,
    Expired,
    Signature,
    /// A part of it is missing or does not belong to the rest.
    Incomplete,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::Unavailable => "provider unavailable",
            Refusal::Stale => "answer to no sign-in",
            Refusal::Cancelled => "cancelled at the provider",
            Refusal::Declined => "declined by the provider",
            Refusal::Untrusted(Untrusted::Issuer) => "wrong issuer",
            Refusal::Untrusted(Untrusted::Audience) => "wrong audience",
            Refusal::Untrusted(Untrusted::Nonce) => "wrong nonce",
            Refusal::Untrusted(Untrusted::Expired) => "expired token",
            Refusal::Untrusted(Untrusted::Signature) => "bad signature",
            Refusal::Untrusted(Untrusted::Incomplete) => "incomplete answer",
            Refusal::NoRole => "no role",
            Refusal::Disabled => "disabled",
        })
    }
}

/// A refusal with what an operator needs to find out more. Never holds a token or a code.
#[derive(Debug)]
pub(super) struct Problem {
    pub reason: Refusal,
    pub detail: String,
    /// Who it was, where that much is proved.
    pub user: Option<i64>,
    /// Does it belong into the audit log?
    pub is_audited: bool,
}

impl Problem {
    pub fn new(reason: Refusal, detail: impl Into<String>) -> Self {
        Self { reason, detail: detail.into(), user: None, is_audited: true }
    }

    pub fn of(user: i64, reason: Refusal) -> Self {
        Self { reason, detail: String::new(), user: Some(user), is_audited: true }
    }

    /// An answer to no sign-in at all. Anybody can write such an address, as often as they like, and the audit log is
    /// for ever: the operator's log is enough.
    pub fn made_up(detail: &str) -> Self {
        Self { is_audited: false, ..Self::new(Refusal::Stale, detail) }
    }
}

/// A sign-in that was refused, for the page that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedSignIn {
    pub reason: Refusal,
    /// The provider's short name and its name as people read it.
    pub provider: String,
    pub title: String,
    /// Finds the line in the log and the row in the audit log.
    pub reference: String,
}

#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    #[error("sign-in through {} was refused: {}, reference {}", .0.provider, .0.reason, .0.reference)]
    Refused(RefusedSignIn),
    #[error(transparent)]
    Service(#[from] ServiceError),
}

/// What goes wrong on the way: told to the person, or ours.
#[derive(Debug)]
pub(super) enum Stop {
    Problem(Problem),
    Service(ServiceError),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Stop::Problem(problem)
    }
}

impl From<ServiceError> for Stop {
    fn from(error: ServiceError) -> Self {
        Stop::Service(error)
    }
}

impl From<store::StoreError> for Stop {
    fn from(error: store::StoreError) -> Self {
        Stop::Service(error.into())
    }
}
