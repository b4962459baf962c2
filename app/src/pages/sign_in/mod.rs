//! `/sign-in` and `/sign-out`. The demo organisation's personas are offered where it is served, and nowhere else.

mod page;

use axum::{extract::State, http::StatusCode, response::Response};
use axum_extra::extract::{Form, FormRejection};
use leptos::prelude::*;
use serde::Deserialize;
use service::{ServiceError, sign_in::How};

use crate::web::{
    Answer, AppState, Browser, Page, Parameters, Refusal, Routes, redirect, start_session, unreadable,
};
use page::{NotConfigured, Persona, Personas};

const PATH: &str = "/sign-in";

pub fn routes() -> Routes {
    Routes::new().get(PATH, show).post(PATH, sign_in).post("/sign-out", sign_out)
}

async fn show(State(app): State<AppState>, parameters: Parameters) -> Answer {
    let next = local_path(parameters.get("next")).to_owned();
    page(&app, next, StatusCode::OK).await.map_err(|error| Refusal::new(&app, None, PATH, error))
}

async fn page(app: &AppState, next: String, status: StatusCode) -> Result<Response, ServiceError> {
    let page = Page::new(app, None, PATH, "Sign in").status(status);
    if !app.demo {
        return Ok(page.render(|| view! { <NotConfigured /> }));
    }
    let personas = app.service.personas().await?.into_iter();
    let personas: Vec<Persona> = personas.map(|(_, id, name, role)| Persona { id, name, role }).collect();
    let unknown = status != StatusCode::OK;
    Ok(page.render(|| view! { <Personas personas next unknown /> }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Choice {
    persona: String,
    next: String,
}

async fn sign_in(
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

async fn sign_out(State(app): State<AppState>, browser: Browser) -> Answer {
    let refuse = |error| Refusal::new(&app, None, "/sign-out", error);
    if let Some(key) = browser.key() {
        app.service.sign_out(&key).await.map_err(refuse)?;
    }
    match browser.session.flush().await {
        Ok(()) => Ok(redirect(PATH)),
        Err(error) => Err(Refusal::broken(&app, "/sign-out", &error)),
    }
}

/// A page of this site, whatever was asked for: browsers read `//` and `/\` as the start of another site's address,
/// and skip tabs and line ends in between.
fn local_path(wanted: Option<&str>) -> &str {
    let is_local = |path: &&str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.contains(|c: char| c == '\\' || c.is_ascii_control())
    };
    wanted.filter(is_local).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Some("/cohorts?x=1"), "/cohorts?x=1")]
    #[case(Some("//elsewhere.invalid"), "/")]
    #[case(Some("/\\elsewhere.invalid"), "/")]
    #[case(Some("/\t/elsewhere.invalid"), "/")]
    #[case(Some("https://elsewhere.invalid"), "/")]
    #[case(Some(""), "/")]
    #[case(None, "/")]
    fn after_signing_in_nobody_is_led_to_another_site(#[case] wanted: Option<&str>, #[case] expected: &str) {
        assert_eq!(local_path(wanted), expected);
    }
}
