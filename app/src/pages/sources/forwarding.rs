//! `/sources/forwarding`: statements from other record stores, and to other systems.

mod incoming;
mod outgoing;

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{
    Fields, ServiceError,
    sources::{pulls::PullForm, webhooks::WebhookForm},
};

use super::FORWARDING;
use super::parts::{Saved, Way};
use crate::components::{Breadcrumbs, Link, Notice, NoticeKind, PageHeader};
use crate::web::{Answer, AppState, Page, Parameters, Posted, Refusal, RowId, SignedIn, with_notice};
use incoming::Incoming;
use outgoing::Outgoing;

const TITLE: &str = "Forwarding";

/// The two forms of the page, as they were sent.
#[derive(Default)]
struct Sent {
    pull: PullForm,
    wrong_pull: Fields,
    webhook: WebhookForm,
    wrong_webhook: Fields,
}

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let page = page(&app, &viewer, parameters.notice(), Sent::default()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), FORWARDING, error))
}

pub async fn add_pull(State(app): State<AppState>, Posted { viewer, form }: Posted<PullForm>) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), FORWARDING, error);
    let desk = app.service.forwarding_desk(&viewer).map_err(refuse)?;
    let answer = match desk.add_pull(&form).await {
        Ok(()) => Ok(with_notice(FORWARDING, "The record store was added. It is asked within a minute.")),
        Err(ServiceError::Invalid(wrong_pull)) => {
            // The secret is typed again: no page holds it.
            let pull = PullForm { secret: String::new(), ..form };
            page(&app, &viewer, None, Sent { pull, wrong_pull, ..Sent::default() }).await
        }
        Err(error) => Err(error),
    };
    answer.map_err(refuse)
}

pub async fn add_webhook(
    State(app): State<AppState>,
    Posted { viewer, form }: Posted<WebhookForm>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), FORWARDING, error);
    let desk = app.service.forwarding_desk(&viewer).map_err(refuse)?;
    let answer = match desk.add_webhook(&form).await {
        Ok(secret) => Ok(made(&app, &viewer, secret)),
        Err(ServiceError::Invalid(wrong_webhook)) => {
            page(&app, &viewer, None, Sent { webhook: form, wrong_webhook, ..Sent::default() }).await
        }
        Err(error) => Err(error),
    };
    answer.map_err(refuse)
}

/// What became of an act, in words.
fn told(app: &AppState, viewer: &Viewer, done: Result<(), ServiceError>, words: &str) -> Answer {
    done.map_err(|error| Refusal::new(app, Some(viewer), FORWARDING, error))?;
    Ok(with_notice(FORWARDING, words))
}

pub async fn pause_pull(State(app): State<AppState>, SignedIn(viewer): SignedIn, RowId(id): RowId) -> Answer {
    let done = match app.service.forwarding_desk(&viewer) {
        Ok(desk) => desk.pause_pull(id, true).await,
        Err(error) => Err(error),
    };
    told(&app, &viewer, done, "It is paused: it is not asked any more.")
}

pub async fn resume_pull(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    RowId(id): RowId,
) -> Answer {
    let done = match app.service.forwarding_desk(&viewer) {
        Ok(desk) => desk.pause_pull(id, false).await,
        Err(error) => Err(error),
    };
    told(&app, &viewer, done, "It is asked again from where it was.")
}

pub async fn remove_pull(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    RowId(id): RowId,
) -> Answer {
    let done = match app.service.forwarding_desk(&viewer) {
        Ok(desk) => desk.remove_pull(id).await,
        Err(error) => Err(error),
    };
    told(&app, &viewer, done, "It was removed. Its statements stay.")
}

pub async fn pause_webhook(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    RowId(id): RowId,
) -> Answer {
    let done = match app.service.forwarding_desk(&viewer) {
        Ok(desk) => desk.pause_webhook(id, true).await,
        Err(error) => Err(error),
    };
    told(&app, &viewer, done, "It is paused; what comes meanwhile waits.")
}

pub async fn resume_webhook(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    RowId(id): RowId,
) -> Answer {
    let done = match app.service.forwarding_desk(&viewer) {
        Ok(desk) => desk.pause_webhook(id, false).await,
        Err(error) => Err(error),
    };
    told(&app, &viewer, done, "It goes on from where it was.")
}

pub async fn remove_webhook(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    RowId(id): RowId,
) -> Answer {
    let done = match app.service.forwarding_desk(&viewer) {
        Ok(desk) => desk.remove_webhook(id).await,
        Err(error) => Err(error),
    };
    told(&app, &viewer, done, "It was removed; nothing is sent there any more.")
}

pub async fn resend(State(app): State<AppState>, SignedIn(viewer): SignedIn, RowId(id): RowId) -> Answer {
    let done = match app.service.forwarding_desk(&viewer) {
        Ok(desk) => desk.resend_dead_letters(id).await.map(|_| ()),
        Err(error) => Err(error),
    };
    told(&app, &viewer, done, "What was not taken is sent again.")
}

async fn page(
    app: &AppState,
    viewer: &Viewer,
    notice: Option<String>,
    sent: Sent,
) -> Result<Response, ServiceError> {
    let desk = app.service.forwarding_desk(viewer)?;
    let (pulls, webhooks) = (desk.pulls().await?, desk.webhooks().await?);
    let Sent { pull, wrong_pull, webhook, wrong_webhook } = sent;
    let wrong = Fields(wrong_pull.0.iter().chain(&wrong_webhook.0).cloned().collect());
    Ok(Page::with_form(app, viewer, FORWARDING, TITLE, &wrong).render(|| {
        view! {
            <Way here=TITLE />
            <PageHeader title=TITLE lead="Statements from another record store, and to other systems in the order in which they came." />
            <Saved notice />
            <Incoming pulls form=pull wrong=wrong_pull />
            <Outgoing webhooks form=webhook wrong=wrong_webhook />
        }
    }))
}

/// The one answer that holds the secret.
fn made(app: &AppState, viewer: &Viewer, secret: String) -> Response {
    const HERE: &str = "Your new webhook";
    Page::new(app, Some(viewer), FORWARDING, HERE).render(|| {
        view! {
            <Breadcrumbs trail=vec![Link::new(TITLE, FORWARDING)] here=HERE />
            <PageHeader title=HERE lead="Statements that are stored from now on are sent there, signed with this secret." />
            <Notice kind=NoticeKind::Saved text="Copy the secret now: it cannot be shown again." />
            <p>
                <code class="secret">{secret}</code>
            </p>
            <p>
                "Each delivery has a header "
                <code>"Sightline-Signature: t=TIME,v1=HMAC"</code>
                ", the HMAC-SHA256 of TIME, a full stop and the body, in hexadecimal digits."
            </p>
        }
    })
}
