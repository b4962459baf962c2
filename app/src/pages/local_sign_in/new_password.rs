//! `/sign-in/new-password`: whoever was given a password chooses their own before anything opens.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props: Leptos builds them for it")]

use axum::{extract::State, http::StatusCode, response::Response};
use axum_extra::extract::{Form, FormRejection};
use leptos::prelude::*;
use serde::Deserialize;
use service::{
    Fields, ServiceError,
    local_accounts::{PASSWORD_MIN, Proven, Step},
};

use super::steps::{go_on, proven, start_again};
use crate::components::{
    PageHeader,
    form::{ErrorSummary, Submit, TextField},
};
use crate::web::{Answer, AppState, Browser, Page, Refusal, beside, summary, unreadable};

const PATH: &str = "/sign-in/new-password";
const TITLE: &str = "Choose your password";

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    password: String,
    again: String,
}

pub async fn show(State(app): State<AppState>, browser: Browser) -> Answer {
    let page = match proven(&browser).await {
        Some(proven) if proven.step() == Step::NewPassword => page(&app, &proven, Fields::default()).await,
        _ => Ok(start_again()),
    };
    page.map_err(|error| Refusal::new(&app, None, PATH, error))
}

pub async fn sign_in(
    State(app): State<AppState>,
    browser: Browser,
    form: Result<Form<Sent>, FormRejection>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, None, PATH, error);
    let Form(sent) = form.map_err(|_| refuse(unreadable()))?;
    let Some(proven) = proven(&browser).await else { return Ok(start_again()) };
    match app.service.sign_in_with_new_password(&proven, &sent.password, &sent.again).await {
        Ok(progress) => go_on(&app, &browser, PATH, &progress, "").await,
        Err(ServiceError::Invalid(wrong)) => page(&app, &proven, wrong).await.map_err(refuse),
        Err(error) => Err(refuse(error)),
    }
}

async fn page(app: &AppState, proven: &Proven, wrong: Fields) -> Result<Response, ServiceError> {
    let login = app.service.login_of(proven).await?;
    let (status, title) = if wrong.0.is_empty() {
        (StatusCode::OK, TITLE.to_owned())
    } else {
        (StatusCode::UNPROCESSABLE_ENTITY, format!("Not saved yet: {TITLE}"))
    };
    Ok(Page::new(app, None, PATH, title).status(status).render(|| view! { <Choose login wrong /> }))
}

#[component]
fn Choose(login: String, wrong: Fields) -> impl IntoView {
    view! {
        <PageHeader
            title=TITLE
            lead="The password you signed in with was made for you, so somebody else has seen it. Choose one that only you know."
        />
        <ErrorSummary errors=summary(&wrong) />
        <form class="form" method="post" action=PATH>
            <Username login />
            <NewPasswordFields wrong />
            <Submit text="Save the password and sign in" cancel="/sign-in" />
        </form>
    }
    .into_any()
}

/// Whose password it is, for password managers: they look for a field that readers need not see.
#[component]
pub fn Username(login: String) -> impl IntoView {
    view! {
        <input
            class="visually-hidden"
            type="text"
            name="username"
            value=login
            autocomplete="username"
            tabindex="-1"
            aria-hidden="true"
            readonly
        />
    }
    .into_any()
}

/// The two fields in which a password is chosen: `password` and `again`.
#[component]
pub fn NewPasswordFields(wrong: Fields) -> impl IntoView {
    view! {
        <TextField
            name="password"
            label="New password"
            kind="password"
            help=format!(
                "At least {PASSWORD_MIN} characters; which ones does not matter. Three or four words, or what your password manager suggests.",
            )
            error=beside(&wrong, "password")
            required=true
            autocomplete="new-password"
        />
        <TextField
            name="again"
            label="New password again"
            kind="password"
            error=beside(&wrong, "again")
            required=true
            autocomplete="new-password"
        />
    }
    .into_any()
}
