//! `/teams`: the teams a viewer may open, by name.

mod page;

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::ServiceError;

use crate::web::{Answer, AppState, Page, Parameters, Refusal, Routes, SignedIn};
use page::Teams;

const PATH: &str = "/teams";

pub fn routes() -> Routes {
    Routes::new().get(PATH, show)
}

async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    page(&app, &viewer, &parameters).await.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

async fn page(app: &AppState, viewer: &Viewer, parameters: &Parameters) -> Result<Response, ServiceError> {
    let search = parameters.get("q").unwrap_or_default().to_owned();
    let number = parameters.get("page").and_then(|number| number.parse().ok()).unwrap_or(1);
    let list = app.service.teams(viewer, &search, number).await?;
    Ok(Page::new(app, Some(viewer), PATH, "Teams").render(|| view! { <Teams list search /> }))
}
