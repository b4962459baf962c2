//! `/sign-in/code`: the second step.

use axum::{extract::State, http::StatusCode, response::Response};
use axum_extra::extract::{Form, FormRejection};
use leptos::prelude::*;
use serde::Deserialize;
use service::local_accounts::{Progress, Step};

use super::steps::{go_on, proven, refusal, start_again};
use crate::components::{
    Notice, NoticeKind, PageHeader,
    form::{Submit, TextField},
};
use crate::web::{Answer, AppState, Browser, Page, Refusal, unreadable};

const PATH: &str = "/sign-in/code";
const WRONG: &str =
    "This code does not open, or it was used before. Wait for the next one in your app and type that.";

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    code: String,
}

pub async fn show(State(app): State<AppState>, browser: Browser) -> Response {
    match proven(&browser).await {
        Some(proven) if proven.step() == Step::Code => page(&app, StatusCode::OK, None),
        _ => start_again(),
    }
}

pub async fn sign_in(
    State(app): State<AppState>,
    browser: Browser,
    form: Result<Form<Sent>, FormRejection>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, None, PATH, error);
    let Form(sent) = form.map_err(|_| refuse(unreadable()))?;
    let Some(proven) = proven(&browser).await else { return Ok(start_again()) };
    match app.service.sign_in_with_code(&proven, &sent.code).await.map_err(refuse)? {
        Progress::Refused { wait } => {
            Ok(page(&app, StatusCode::UNPROCESSABLE_ENTITY, Some(refusal(WRONG, wait))))
        }
        progress => go_on(&app, &browser, PATH, &progress, "").await,
    }
}

fn page(app: &AppState, status: StatusCode, problem: Option<String>) -> Response {
    let title = if problem.is_some() { "Not signed in: Enter your code" } else { "Enter your code" };
    Page::new(app, None, PATH, title).status(status).render(|| view! { <Code problem /> })
}

#[component]
fn Code(#[prop(optional_no_strip)] problem: Option<String>) -> impl IntoView {
    view! {
        {problem.map(|text| view! { <Notice kind=NoticeKind::Problem text /> })}
        <PageHeader
            title="Enter your code"
            lead="Your password was right. Your account asks for a second step as well."
        />
        <form class="form" method="post" action=PATH>
            <TextField
                name="code"
                label="One-time code"
                help="The six digits that your authenticator app shows now. Without your phone, type one of your recovery codes."
                required=true
                autocomplete="one-time-code"
            />
            <Submit text="Sign in" cancel="/sign-in" />
        </form>
    }
    .into_any()
}
