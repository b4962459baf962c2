//! The first step: login and password. The form stands on `/sign-in`, and on a page of its own after a wrong try.

use axum::{extract::State, http::StatusCode, response::Response};
use axum_extra::extract::{Form, FormRejection};
use leptos::prelude::*;
use serde::Deserialize;
use service::{Fields, ServiceError, local_accounts::Progress};

use super::steps::{go_on, refusal};
use crate::components::{
    Link, Notice, NoticeKind, PageHeader,
    form::{Hidden, Submit, TextField},
    href,
};
use crate::web::{Answer, AppState, Browser, Page, Refusal, unreadable};

const PATH: &str = "/sign-in/password";
const WRONG: &str = "E-mail or user name and password do not belong together. Type both again.";

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    login: String,
    password: String,
    next: String,
}

pub async fn sign_in(
    State(app): State<AppState>,
    browser: Browser,
    form: Result<Form<Sent>, FormRejection>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, None, PATH, error);
    let Form(sent) = form.map_err(|_| refuse(unreadable()))?;
    match app.service.sign_in_with_password(&sent.login, &sent.password).await {
        Ok(Progress::Refused { wait }) => {
            Ok(again(&app, StatusCode::UNPROCESSABLE_ENTITY, sent, refusal(WRONG, wait)))
        }
        Ok(progress) => go_on(&app, &browser, PATH, &progress, &sent.next).await,
        Err(ServiceError::Invalid(busy)) => {
            Ok(again(&app, StatusCode::SERVICE_UNAVAILABLE, sent, told(&busy)))
        }
        Err(error) => Err(refuse(error)),
    }
}

fn told(fields: &Fields) -> String {
    fields.0.iter().map(|field| field.message.clone()).collect::<Vec<_>>().join(" ")
}

/// The form once more, with the login that was typed.
fn again(app: &AppState, status: StatusCode, sent: Sent, problem: String) -> Response {
    let other = Link::new("Other ways to sign in", href("/sign-in", [("next", sent.next.as_str())]));
    Page::new(app, None, PATH, "Not signed in: Sign in").status(status).render(|| {
        view! {
            <Notice kind=NoticeKind::Problem text=problem />
            <PageHeader title="Sign in" />
            <PasswordSignIn next=sent.next login=sent.login />
            <p class="list">
                <a href=other.href>{other.text}</a>
            </p>
        }
    })
}

/// The form for login and password.
#[component]
pub fn PasswordSignIn(
    /// The page to go to afterwards.
    next: String,
    /// What was typed before.
    #[prop(optional)]
    login: String,
) -> impl IntoView {
    view! {
        <form class="form" method="post" action=PATH>
            <Hidden name="next" value=next />
            <TextField
                name="login"
                label="E-mail or user name"
                value=login
                required=true
                autocomplete="username"
            />
            <TextField
                name="password"
                label="Password"
                kind="password"
                help="Forgotten? An administrator gives you a new first password."
                required=true
                autocomplete="current-password"
            />
            <Submit text="Sign in" />
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::testing::html;

    #[test]
    fn the_form_works_with_password_managers_and_never_sends_a_password_back() {
        let html =
            html(|| view! { <PasswordSignIn next="/teams".into() login="person07@demo.invalid".into() /> });
        assert!(
            html.contains("autocomplete=\"username\"") && html.contains("autocomplete=\"current-password\"")
        );
        assert!(html.contains("value=\"person07@demo.invalid\""), "{html}");
        assert!(html.contains("type=\"password\" id=\"password\" name=\"password\" value=\"\""), "{html}");
    }
}
