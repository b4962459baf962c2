//! The page's handler: all sources, or the one that the query names.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{ServiceError, quality::QualityReport};

use super::{PATH, overview::Overview, source::Source};
use crate::web::{Answer, AppState, Page, Parameters, Refusal, SignedIn};

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let page = page(&app, &viewer, &parameters).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

async fn page(app: &AppState, viewer: &Viewer, parameters: &Parameters) -> Result<Response, ServiceError> {
    let desk = app.service.quality_desk(viewer)?;
    let report = desk.report().await?;
    let year = report.today.year();
    let Some(name) = parameters.get("source") else {
        let notice = parameters.notice();
        let page = Page::new(app, Some(viewer), PATH, "Quality of sources");
        return Ok(page.render(|| view! { <Overview report notice /> }));
    };
    let maps_accounts = desk.maps_accounts();
    let QualityReport { sources, .. } = report;
    let found = sources.into_iter().find(|source| source.source == name).ok_or(ServiceError::NotFound)?;
    let page = Page::new(app, Some(viewer), PATH, format!("Quality of {name}"));
    Ok(page.render(|| view! { <Source found maps_accounts year /> }))
}
