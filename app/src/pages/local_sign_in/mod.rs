//! Signing in with a password of this installation, the steps that may follow, and what one can change about one's own
//! account: `/sign-in/…` and `/account/…`.

mod account;
mod code;
mod new_password;
mod password;
mod qr;
mod steps;
mod two_step;

pub use new_password::NewPasswordFields;
pub use password::PasswordSignIn;

use crate::web::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .post("/sign-in/password", password::sign_in)
        .get("/sign-in/code", code::show)
        .post("/sign-in/code", code::sign_in)
        .get("/sign-in/new-password", new_password::show)
        .post("/sign-in/new-password", new_password::sign_in)
        .get("/account/password", account::show)
        .post("/account/password", account::change)
        .get("/account/two-step", two_step::show)
        .post("/account/two-step/begin", two_step::begin)
        .get("/account/two-step/confirm", two_step::enrolment)
        .post("/account/two-step/confirm", two_step::confirm)
        .post("/account/two-step/recovery-codes", two_step::renew)
        .post("/account/two-step/off", two_step::turn_off)
}
