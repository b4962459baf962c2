//! The list's handler.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::ServiceError;

use super::{PATH, filter::Typed, page::Log};
use crate::web::{Answer, AppState, Page, Parameters, Refusal, SignedIn};

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    page(&app, &viewer, &parameters).await.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

async fn page(app: &AppState, viewer: &Viewer, parameters: &Parameters) -> Result<Response, ServiceError> {
    let log = app.service.audit_log(viewer)?;
    let typed = Typed::of(parameters);
    let (filter, wrong) = typed.read();
    let number = parameters.get("page").and_then(|number| number.parse().ok()).unwrap_or(1);
    let list = log.page(&filter, number).await?;
    Ok(Page::with_form(app, viewer, PATH, "Audit log", &wrong).render(|| view! { <Log list typed wrong /> }))
}
