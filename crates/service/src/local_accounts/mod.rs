//! Accounts that this installation keeps itself: a password, an optional one-time code, and the link by which the first
//! administrator is made. What signing in leads to (a session, roles) is decided elsewhere.

mod hashing;
mod own;
mod rules;
mod secrets;
mod set_up;
mod sign_in;
mod tries;
mod two_step;

pub use own::{OwnAccount, PasswordForm};
pub use rules::{LOGIN_MAX, PASSWORD_MIN};
pub use set_up::{SET_UP_HOURS, SetUpForm};
pub use sign_in::{Progress, Proven, Step};
pub use two_step::{Enrolment, TwoStepState};

pub(crate) use hashing::hash;
pub(crate) use rules::{check_login, check_name};
pub(crate) use secrets::first_password;
pub(crate) use tries::login_digest;
