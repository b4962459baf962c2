//! Walking the chain: the handler.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{Fields, ServiceError, audit::Head};

use super::{VERIFY, verdict::VerdictPage};
use crate::web::{Answer, AppState, Page, Parameters, Refusal, SignedIn};

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    page(&app, &viewer, &parameters).await.map_err(|error| Refusal::new(&app, Some(&viewer), VERIFY, error))
}

async fn page(app: &AppState, viewer: &Viewer, parameters: &Parameters) -> Result<Response, ServiceError> {
    let log = app.service.audit_log(viewer)?;
    let typed = parameters.get("head").unwrap_or_default().trim().to_owned();
    let mut wrong = Fields::default();
    let kept = kept(&typed, &mut wrong);
    let verdict = log.verify(kept).await?;
    Ok(Page::with_form(app, viewer, VERIFY, "Is the audit log whole?", &wrong)
        .render(|| view! { <VerdictPage verdict compared=kept.is_some() typed wrong /> }))
}

fn kept(typed: &str, wrong: &mut Fields) -> Option<Head> {
    if typed.is_empty() {
        return None;
    }
    let head = typed.parse().ok();
    if head.is_none() {
        wrong.add("head", "Give the head as it was shown: the row's number, a colon, 64 digits and letters.");
    }
    head
}
