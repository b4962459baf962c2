//! `/sign-in/oidc/{provider}` sends a browser to an identity provider; its `callback` takes it in again.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use service::sign_in::{How, SignInError};

use super::{PATH, local_path, refused};
use crate::web::{Answer, AppState, Browser, Parameters, Refusal, StartError, redirect, start_session};

pub async fn depart(
    State(app): State<AppState>,
    Path(name): Path<String>,
    browser: Browser,
    parameters: Parameters,
) -> Answer {
    let next = local_path(parameters.get("next"));
    let session = browser.session_key().await.map_err(|error| Refusal::broken(&app, PATH, &error))?;
    match app.service.depart_to_provider(&name, &session, next).await {
        Ok(url) => Ok(Redirect::to(&url).into_response()),
        Err(error) => refuse(&app, error, next),
    }
}

pub async fn arrive(
    State(app): State<AppState>,
    Path(name): Path<String>,
    browser: Browser,
    parameters: Parameters,
) -> Answer {
    let said = |parameter| parameters.get(parameter).unwrap_or_default().to_owned();
    let answer = service::sign_in::Answer {
        state: said("state"),
        code: said("code"),
        error: said("error"),
        issuer: said("iss"),
    };
    let arrived = app.service.arrive_from_provider(&name, browser.key().as_ref(), answer).await;
    let arrival = match arrived {
        Ok(arrival) => arrival,
        Err(error) => return refuse(&app, error, "/"),
    };
    match start_session(&app, &browser, arrival.user, &How::Provider(name)).await {
        Ok(()) => Ok(redirect(local_path(Some(&arrival.next)))),
        Err(StartError::Service(error)) => Err(Refusal::new(&app, None, PATH, error)),
        Err(error) => Err(Refusal::broken(&app, PATH, &error)),
    }
}

fn refuse(app: &AppState, error: SignInError, next: &str) -> Result<Response, Refusal> {
    match error {
        SignInError::Refused(refused) => Ok(refused::page(app, &refused, next)),
        SignInError::Service(error) => Err(Refusal::new(app, None, PATH, error)),
    }
}
