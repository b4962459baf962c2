//! `/account/two-step`: turning the second step on, with a code to show that the app works, and off.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use serde::Deserialize;
use service::{
    Fields, ServiceError,
    local_accounts::{Enrolment, TwoStepState},
};

use super::{account::SignsInElsewhere, new_password::Username, qr};
use crate::components::{
    Breadcrumbs, Link, Notice, NoticeKind, PageHeader, Section,
    form::{ErrorSummary, Submit, TextField},
};
use crate::web::{
    Answer, AppState, Page, Parameters, Posted, Refusal, SignedIn, beside, redirect, summary, with_notice,
};

const PATH: &str = "/account/two-step";
const CONFIRM: &str = "/account/two-step/confirm";
const TITLE: &str = "Two-step sign-in";

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    code: String,
    /// The password of now.
    current: String,
}

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let page = page(&app, &viewer, Fields::default(), parameters.notice()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

pub async fn begin(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PATH, error);
    app.service.own_account(&viewer).await.map_err(refuse)?.begin_two_step().await.map_err(refuse)?;
    Ok(redirect(CONFIRM))
}

pub async fn enrolment(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let page = enrolment_page(&app, &viewer, Fields::default()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), CONFIRM, error))
}

pub async fn confirm(State(app): State<AppState>, Posted { viewer, form }: Posted<Sent>) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), CONFIRM, error);
    let account = app.service.own_account(&viewer).await.map_err(refuse)?;
    if let Some(codes) = account.confirm_two_step(&form.code).await.map_err(refuse)? {
        return Ok(codes_page(&app, &viewer, "Two-step sign-in is on", codes));
    }
    let mut wrong = Fields::default();
    wrong.add(
        "code",
        "This code does not fit. Type the one that the app shows now; the phone's clock has to be right.",
    );
    enrolment_page(&app, &viewer, wrong).await.map_err(refuse)
}

pub async fn renew(State(app): State<AppState>, Posted { viewer, form }: Posted<Sent>) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PATH, error);
    let account = app.service.own_account(&viewer).await.map_err(refuse)?;
    match account.renew_recovery_codes(&form.current).await {
        Ok(codes) => Ok(codes_page(&app, &viewer, "New recovery codes", codes)),
        Err(ServiceError::Invalid(wrong)) => page(&app, &viewer, wrong, None).await.map_err(refuse),
        Err(error) => Err(refuse(error)),
    }
}

pub async fn turn_off(State(app): State<AppState>, Posted { viewer, form }: Posted<Sent>) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PATH, error);
    let account = app.service.own_account(&viewer).await.map_err(refuse)?;
    match account.turn_two_step_off(&form.current).await {
        Ok(()) => Ok(with_notice(PATH, "Two-step sign-in is off. Your password alone opens your account.")),
        Err(ServiceError::Invalid(wrong)) => page(&app, &viewer, wrong, None).await.map_err(refuse),
        Err(error) => Err(refuse(error)),
    }
}

async fn page(
    app: &AppState,
    viewer: &Viewer,
    wrong: Fields,
    notice: Option<String>,
) -> Result<Response, ServiceError> {
    let (login, state) = match app.service.own_account(viewer).await {
        Ok(account) => (account.login().to_owned(), account.two_step().await?),
        Err(ServiceError::NotFound) => {
            return Ok(Page::new(app, Some(viewer), PATH, TITLE).render(|| view! { <SignsInElsewhere /> }));
        }
        Err(error) => return Err(error),
    };
    Ok(Page::with_form(app, viewer, PATH, TITLE, &wrong)
        .render(|| view! { <TwoStep login state wrong notice /> }))
}

async fn enrolment_page(app: &AppState, viewer: &Viewer, wrong: Fields) -> Result<Response, ServiceError> {
    let account = app.service.own_account(viewer).await?;
    let Some(enrolment) = account.enrolment().await? else { return Ok(redirect(PATH)) };
    Ok(Page::with_form(app, viewer, CONFIRM, "Set up your app", &wrong)
        .render(|| view! { <Enrol enrolment wrong /> }))
}

fn codes_page(app: &AppState, viewer: &Viewer, title: &'static str, codes: Vec<String>) -> Response {
    Page::new(app, Some(viewer), PATH, title).render(|| view! { <Codes title codes /> })
}

#[component]
fn TwoStep(
    login: String,
    state: TwoStepState,
    wrong: Fields,
    #[prop(optional_no_strip)] notice: Option<String>,
) -> impl IntoView {
    let (lead, body) = match state {
        TwoStepState::Off => (
            "Off. With it, signing in takes your password and a code from an app on your phone: a password that somebody found out opens nothing.".to_owned(),
            view! { <TurnOn /> }.into_any(),
        ),
        TwoStepState::On { recovery_codes_left } => (
            format!("On. {recovery_codes_left} of your recovery codes are unused."),
            view! { <TurnOff login wrong=wrong.clone() /> }.into_any(),
        ),
    };
    view! {
        {notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
        <Breadcrumbs trail=vec![Link::new("Your password", "/account/password")] here=TITLE />
        <PageHeader title=TITLE lead />
        <ErrorSummary errors=summary(&wrong) />
        {body}
    }
    .into_any()
}

#[component]
fn TurnOn() -> impl IntoView {
    view! {
        <form class="form" method="post" action="/account/two-step/begin">
            <p>"You need an authenticator app that knows time-based one-time codes (TOTP): most do."</p>
            <Submit text="Set up an app" />
        </form>
    }
    .into_any()
}

#[component]
fn TurnOff(login: String, wrong: Fields) -> impl IntoView {
    view! {
        <form class="form" method="post">
            <Username login />
            <TextField
                name="current"
                label="Your password"
                kind="password"
                error=beside(&wrong, "current")
                required=true
                autocomplete="current-password"
            />
            <div class="form-actions">
                <button class="button" type="submit" formaction="/account/two-step/recovery-codes">
                    "Make new recovery codes"
                </button>
                <button class="button button-danger" type="submit" formaction="/account/two-step/off">
                    "Turn two-step sign-in off"
                </button>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Enrol(enrolment: Enrolment, wrong: Fields) -> impl IntoView {
    let Enrolment { url, secret } = enrolment;
    let picture = qr::svg(&url, "QR code for your authenticator app").ok();
    let trail = vec![Link::new("Your password", "/account/password"), Link::new(TITLE, PATH)];
    view! {
        <Breadcrumbs trail here="Set up your app" />
        <PageHeader
            title="Set up your app"
            lead="Scan the picture with your authenticator app, or type the key into it. Then type the code that the app shows: from then on it is asked for."
        />
        <ErrorSummary errors=summary(&wrong) />
        {picture.map(|svg| view! { <div class="qr-frame" inner_html=svg></div> })}
        <p>"Key: " <code class="secret">{secret}</code></p>
        <form class="form" method="post" action=CONFIRM>
            <TextField
                name="code"
                label="One-time code"
                error=beside(&wrong, "code")
                required=true
                autocomplete="one-time-code"
            />
            <Submit text="Turn two-step sign-in on" cancel=PATH />
        </form>
    }
    .into_any()
}

#[component]
fn Codes(title: &'static str, codes: Vec<String>) -> impl IntoView {
    let codes =
        codes.into_iter().map(|code| view! { <li><code class="secret">{code}</code></li> }).collect_view();
    view! {
        <Breadcrumbs trail=vec![Link::new(TITLE, PATH)] here=title />
        <PageHeader
            title=title
            lead="Keep these recovery codes where you find them without your phone: on paper, or in your password manager. Each opens your account once in place of a code from the app."
        />
        <Section title="Recovery codes">
            <ul class="secrets">{codes}</ul>
            <p>"They are shown this once. Whoever needs new ones makes them on the page of two-step sign-in."</p>
        </Section>
        <p>
            <a class="button button-main" href=PATH>
                "I have kept them"
            </a>
        </p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::testing::html;

    #[test]
    fn an_app_is_set_up_from_the_picture_or_the_text_on_the_page_itself() {
        let enrolment =
            Enrolment { url: "otpauth://totp/Sightline:x?secret=ABCD".into(), secret: "abcd efgh".into() };
        let html = html(|| view! { <Enrol enrolment wrong=Fields::default() /> });
        assert!(html.contains("<svg class=\"qr\"") && html.contains("abcd efgh"), "{html}");
        assert!(!html.contains("<img") && !html.contains("otpauth"), "{html}");
    }

    #[test]
    fn whoever_has_it_on_is_asked_for_the_password_before_anything_changes() {
        let state = TwoStepState::On { recovery_codes_left: 3 };
        let html =
            html(|| view! { <TwoStep login="person07".into() state wrong=Fields::default() notice=None /> });
        assert!(html.contains("3 of your recovery codes are unused"), "{html}");
        assert!(
            html.contains("name=\"current\"") && html.contains("formaction=\"/account/two-step/off\""),
            "{html}"
        );
    }
}
