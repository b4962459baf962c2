//! `/account/password`: one's own password.

use axum::{extract::State, response::Response};
use axum_extra::extract::{Form, FormRejection};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{Fields, ServiceError, local_accounts::PasswordForm};

use super::new_password::{NewPasswordFields, Username};
use crate::components::{
    EmptyState, Notice, NoticeKind, PageHeader,
    form::{ErrorSummary, Submit, TextField},
};
use crate::web::{
    Answer, AppState, Page, Parameters, Refusal, SignedIn, SignedInWith, beside, summary, unreadable,
    with_notice,
};
use crate::words;

const PATH: &str = "/account/password";
const TITLE: &str = "Your password";

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let page = page(&app, &viewer, Fields::default(), parameters.notice()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

pub async fn change(
    State(app): State<AppState>,
    SignedInWith { viewer, session }: SignedInWith,
    form: Result<Form<PasswordForm>, FormRejection>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PATH, error);
    let Form(form) = form.map_err(|_| refuse(unreadable()))?;
    let account = app.service.own_account(&viewer).await.map_err(refuse)?;
    match account.change_password(&form, &session).await {
        Ok(ended) => Ok(with_notice(PATH, &changed(ended))),
        Err(ServiceError::Invalid(wrong)) => page(&app, &viewer, wrong, None).await.map_err(refuse),
        Err(error) => Err(refuse(error)),
    }
}

fn changed(ended: u64) -> String {
    match ended {
        0 => "The password was changed.".to_owned(),
        n => {
            format!("The password was changed. {} elsewhere ended.", words::plural(n, "session", "sessions"))
        }
    }
}

async fn page(
    app: &AppState,
    viewer: &Viewer,
    wrong: Fields,
    notice: Option<String>,
) -> Result<Response, ServiceError> {
    let login = match app.service.own_account(viewer).await {
        Ok(account) => account.login().to_owned(),
        Err(ServiceError::NotFound) => {
            return Ok(Page::new(app, Some(viewer), PATH, TITLE).render(|| view! { <SignsInElsewhere /> }));
        }
        Err(error) => return Err(error),
    };
    Ok(Page::with_form(app, viewer, PATH, TITLE, &wrong).render(|| view! { <Change login wrong notice /> }))
}

#[component]
pub fn SignsInElsewhere() -> impl IntoView {
    view! {
        <PageHeader title=TITLE />
        <EmptyState
            missing="You have no password here: you sign in another way."
            next_step="Password and second step are set up where you sign in."
        />
    }
    .into_any()
}

#[component]
fn Change(login: String, wrong: Fields, #[prop(optional_no_strip)] notice: Option<String>) -> impl IntoView {
    view! {
        {notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
        <PageHeader
            title=TITLE
            lead=format!("You sign in as {login}. A new password ends your sessions everywhere but here.")
        />
        <ErrorSummary errors=summary(&wrong) />
        <form class="form" method="post" action=PATH>
            <Username login />
            <TextField
                name="current"
                label="Password of now"
                kind="password"
                error=beside(&wrong, "current")
                required=true
                autocomplete="current-password"
            />
            <NewPasswordFields wrong />
            <Submit text="Change the password" cancel="/" />
        </form>
        <p class="list">
            <a href="/account/two-step">"Two-step sign-in"</a>
        </p>
    }
    .into_any()
}
