//! The list's handler.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{ServiceError, stream::Start};

use super::{PATH, filter::Typed, page::Statements};
use crate::web::{Answer, AppState, Page, Parameters, Refusal, SignedIn};

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    page(&app, &viewer, &parameters).await.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

async fn page(app: &AppState, viewer: &Viewer, parameters: &Parameters) -> Result<Response, ServiceError> {
    let stream = app.service.stream(viewer)?;
    let typed = Typed::of(parameters);
    let start = start(parameters);
    let list = stream.page(&typed.read(), start).await?;
    let year = app.service.now().date().year();
    let follows = start == Start::Newest;
    Ok(Page::new(app, Some(viewer), PATH, "Statements")
        .render(|| view! { <Statements list typed year follows /> }))
}

/// A place that is no number is the newest end.
fn start(parameters: &Parameters) -> Start {
    let place = |name| parameters.get(name).and_then(|place| place.parse().ok());
    match (place("before"), place("after")) {
        (Some(place), _) => Start::Before(place),
        (None, Some(place)) => Start::After(place),
        (None, None) => Start::Newest,
    }
}
