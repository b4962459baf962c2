//! `/set-up/{token}`: the first administrator of an installation. The link works once; what the page says of a dead one is
//! the same whether it was used, has expired or never was.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use axum_extra::extract::{Form, FormRejection};
use leptos::prelude::*;
use service::{
    Fields, ServiceError,
    local_accounts::{SET_UP_HOURS, SetUpForm},
    sign_in::How,
};

use super::local_sign_in::NewPasswordFields;
use crate::components::{
    EmptyState, Link, PageHeader, below,
    form::{ErrorSummary, Submit, TextField},
};
use crate::web::{
    Answer, AppState, Browser, Page, Refusal, Routes, beside, start_session, summary, unreadable, with_notice,
};

const PATH: &str = "/set-up";
const TITLE: &str = "Set Sightline up";

pub fn routes() -> Routes {
    Routes::new().get("/set-up/{token}", show).post("/set-up/{token}", save)
}

async fn show(State(app): State<AppState>, Path(token): Path<String>) -> Answer {
    let opens = app.service.set_up_link_opens(&token).await;
    let opens = opens.map_err(|error| Refusal::new(&app, None, PATH, error))?;
    Ok(if opens { page(&app, &token, SetUpForm::default(), Fields::default()) } else { dead(&app) })
}

async fn save(
    State(app): State<AppState>,
    Path(token): Path<String>,
    browser: Browser,
    form: Result<Form<SetUpForm>, FormRejection>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, None, PATH, error);
    let Form(form) = form.map_err(|_| refuse(unreadable()))?;
    match app.service.set_up(&token, &form).await {
        Ok(user) => {
            let started = start_session(&app, &browser, user, &How::SetUp).await;
            started.map_err(|error| Refusal::broken(&app, PATH, &error))?;
            Ok(with_notice("/admin", "You are the administrator of this installation."))
        }
        Err(ServiceError::Invalid(wrong)) => Ok(page(&app, &token, form, wrong)),
        Err(ServiceError::NotFound) => Ok(dead(&app)),
        Err(error) => Err(refuse(error)),
    }
}

fn page(app: &AppState, token: &str, form: SetUpForm, wrong: Fields) -> Response {
    let (status, title) = if wrong.0.is_empty() {
        (StatusCode::OK, TITLE.to_owned())
    } else {
        (StatusCode::UNPROCESSABLE_ENTITY, format!("Not saved yet: {TITLE}"))
    };
    let action = below(PATH, token);
    Page::new(app, None, PATH, title).status(status).render(|| view! { <SetUp action form wrong /> })
}

fn dead(app: &AppState) -> Response {
    Page::new(app, None, PATH, TITLE).status(StatusCode::NOT_FOUND).render(|| view! { <DeadLink /> })
}

#[component]
fn SetUp(action: String, form: SetUpForm, wrong: Fields) -> impl IntoView {
    view! {
        <PageHeader
            title=TITLE
            lead="You become the first administrator: you let others in and give them their roles. You see no figures by being administrator."
        />
        <ErrorSummary errors=summary(&wrong) />
        <form class="form" method="post" action=action>
            <TextField
                name="name"
                label="Your name"
                value=form.name
                help="As others should read it."
                error=beside(&wrong, "name")
                required=true
                autocomplete="name"
            />
            <TextField
                name="login"
                label="Your e-mail or a user name"
                value=form.login
                help="What you will sign in with."
                error=beside(&wrong, "login")
                required=true
                autocomplete="username"
            />
            <NewPasswordFields wrong />
            <Submit text="Become administrator" />
        </form>
    }
    .into_any()
}

#[component]
fn DeadLink() -> impl IntoView {
    view! {
        <PageHeader title=TITLE />
        <EmptyState
            missing="This link does not open anything."
            next_step=format!(
                "A set-up link works once, for {SET_UP_HOURS} hours, and until the server is started again. As long as there is no administrator, the newest one is in what “sightline serve” printed.",
            )
            action=Link::new("Sign in", "/sign-in")
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::testing::html;

    #[test]
    fn the_form_asks_for_a_person_and_keeps_what_was_typed_but_the_password() {
        let form =
            SetUpForm { name: "Demo Person 07".into(), password: "secret".into(), ..Default::default() };
        let mut wrong = Fields::default();
        wrong.add("password", "Use at least 12 characters.");
        let html = html(|| view! { <SetUp action="/set-up/abc".into() form wrong /> });
        assert!(html.contains("value=\"Demo Person 07\"") && !html.contains("secret"), "{html}");
        assert!(html.contains("<a href=\"#password\">Use at least 12 characters.</a>"), "{html}");
    }

    #[test]
    fn a_dead_link_says_where_a_new_one_is() {
        assert!(html(|| view! { <DeadLink /> }).contains("“sightline serve” printed"));
    }
}
