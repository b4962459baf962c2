//! `/account`: who one is here, what one's roles reach and until when, and where one is signed in.

mod page;
mod roles;
mod sessions;

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use serde::Deserialize;
use service::{
    ServiceError,
    sign_in::{OfferedProvider, SessionKey},
};

use crate::web::{Answer, AppState, Page, Parameters, Posted, Refusal, Routes, SignedInWith, with_notice};
use crate::words;
use page::Account;

const PATH: &str = "/account";

pub fn routes() -> Routes {
    Routes::new()
        .get(PATH, show)
        .post("/account/sessions/end", end_session)
        .post("/account/sessions/end-others", end_others)
}

async fn show(
    State(app): State<AppState>,
    SignedInWith { viewer, session }: SignedInWith,
    parameters: Parameters,
) -> Answer {
    let page = page(&app, &viewer, &session, parameters.notice()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

async fn page(
    app: &AppState,
    viewer: &Viewer,
    session: &SessionKey,
    notice: Option<String>,
) -> Result<Response, ServiceError> {
    let roles = app.service.own_roles(viewer).await?;
    let sessions = app.service.own_sessions(viewer).list().await?;
    let has_password = match app.service.own_account(viewer).await {
        Ok(_) => true,
        Err(ServiceError::NotFound) => false,
        Err(error) => return Err(error),
    };
    let providers: Vec<OfferedProvider> = app.service.offered_providers();
    let (name, current) = (viewer.name.clone(), session.clone());
    Ok(Page::new(app, Some(viewer), PATH, "Your account")
        .render(|| view! { <Account name notice roles has_password sessions current providers /> }))
}

#[derive(Deserialize)]
struct Ended {
    session: SessionKey,
}

/// Ending the session that one is in is signing out, and has its own button.
async fn end_session(State(app): State<AppState>, Posted { viewer, form }: Posted<Ended>) -> Answer {
    match app.service.own_sessions(&viewer).end(&form.session).await {
        Ok(()) => Ok(with_notice(PATH, "The session was ended.")),
        // Two clicks, or it ran out meanwhile: what was wanted is so.
        Err(ServiceError::NotFound) => Ok(with_notice(PATH, "That session had ended already.")),
        Err(error) => Err(Refusal::new(&app, Some(&viewer), PATH, error)),
    }
}

async fn end_others(State(app): State<AppState>, SignedInWith { viewer, session }: SignedInWith) -> Answer {
    let ended = app.service.own_sessions(&viewer).end_others(&session).await;
    let ended = ended.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))?;
    let told = match ended {
        0 => "There was no other session.".to_owned(),
        n => format!("{} ended. You are signed in here only.", words::plural(n, "session", "sessions")),
    };
    Ok(with_notice(PATH, &told))
}
