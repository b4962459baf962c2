//! The pages, one folder or file a screen. Each has its routes, its handlers and its components; a handler awaits its
//! data from `service` and then renders a tree that needs nothing more.

mod account;
mod admin;
pub mod api;
mod audit;
mod cohorts;
mod drill;
mod home;
mod impact;
mod local_sign_in;
mod my_records;
mod person;
mod programme;
mod quality;
mod scoreboard;
mod set_up;
mod sign_in;
mod skill_map;
mod sources;
pub mod statements;
mod tags;
mod teams;
#[cfg(test)]
pub(crate) mod testing;
mod tokens;
mod trust;

use axum::{extract::State, http::Uri, response::Response};
use service::ServiceError;

use crate::web::{AppState, Refusal, Routes, SignedIn};

/// Where everybody reads what is hidden and why.
pub(crate) use trust::PATH as TRUST;

/// The pages to which files are sent: more at once than a form.
pub fn file_routes() -> Routes {
    sources::file_routes()
}

/// Every other page of the application.
pub fn routes() -> Routes {
    Routes::new()
        .merge(account::routes())
        .merge(admin::routes())
        .merge(audit::routes())
        .merge(cohorts::routes())
        .merge(drill::routes())
        .merge(home::routes())
        .merge(impact::routes())
        .merge(my_records::routes())
        .merge(person::routes())
        .merge(local_sign_in::routes())
        .merge(programme::routes())
        .merge(quality::routes())
        .merge(scoreboard::routes())
        .merge(set_up::routes())
        .merge(sign_in::routes())
        .merge(skill_map::routes())
        .merge(sources::routes())
        .merge(statements::routes())
        .merge(tags::routes())
        .merge(teams::routes())
        .merge(tokens::routes())
        .merge(trust::routes())
}

/// The answer to every other address; also for those who are signed out: an address that does not exist is no secret.
#[expect(clippy::unused_async, reason = "a handler is a future")]
pub async fn not_found(State(app): State<AppState>, uri: Uri, reader: Result<SignedIn, Response>) -> Refusal {
    let viewer = reader.ok().map(|SignedIn(viewer)| viewer);
    Refusal::new(&app, viewer.as_ref(), uri.path(), ServiceError::NotFound)
}
