//! `POST /sign-in`: being one of the demo organisation's made-up people.

use axum::{extract::State, http::StatusCode};
use axum_extra::extract::{Form, FormRejection};
use serde::Deserialize;
use service::{ServiceError, sign_in::How};

use super::{PATH, local_path, page};
use crate::web::{Answer, AppState, Browser, Refusal, redirect, start_session, unreadable};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Choice {
    persona: String,
    next: String,
}

pub async fn sign_in(
    State(app): State<AppState>,
    browser: Browser,
    form: Result<Form<Choice>, FormRejection>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, None, PATH, error);
    if !app.demo {
        return Err(refuse(ServiceError::NotFound));
    }
    let Form(choice) = form.map_err(|_| refuse(unreadable()))?;
    let next = local_path(Some(&choice.next));
    let personas = app.service.personas().await.map_err(refuse)?;
    let Some((user, ..)) = personas.into_iter().find(|(_, persona, ..)| *persona == choice.persona) else {
        return page(&app, next.to_owned(), StatusCode::UNPROCESSABLE_ENTITY).await.map_err(refuse);
    };
    let started = start_session(&app, &browser, user, &How::Persona).await;
    started.map_err(|error| Refusal::broken(&app, PATH, &error))?;
    Ok(redirect(next))
}
