//! The handlers.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::ServiceError;

use super::{PATH, SHEET, page::TrustPage, sheet::Sheet};
use crate::web::{Answer, AppState, Page, Refusal, SignedIn};

pub async fn page(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    trust(&app, &viewer).await.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

async fn trust(app: &AppState, viewer: &Viewer) -> Result<Response, ServiceError> {
    let trust = app.service.trust(viewer).await?;
    let has_records = viewer.person.is_some();
    Ok(Page::new(app, Some(viewer), PATH, "What is hidden and why")
        .render(|| view! { <TrustPage trust has_records /> }))
}

pub async fn sheet(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    printable(&app, &viewer).await.map_err(|error| Refusal::new(&app, Some(&viewer), SHEET, error))
}

async fn printable(app: &AppState, viewer: &Viewer) -> Result<Response, ServiceError> {
    let trust = app.service.trust(viewer).await?;
    Ok(Page::new(app, Some(viewer), SHEET, "Data-protection sheet").render(|| view! { <Sheet trust /> }))
}
