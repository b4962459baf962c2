//! The map itself: who may see what of it, and in which mode.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::ServiceError;

use super::{
    PATH,
    map_page::{Map, Mode},
};
use crate::web::{Answer, AppState, Page, Parameters, Refusal, SignedIn};

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    page(&app, &viewer, &parameters).await.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

async fn page(app: &AppState, viewer: &Viewer, parameters: &Parameters) -> Result<Response, ServiceError> {
    let asked = |name| parameters.get(name) == Some("1");
    let view = app.service.skill_map(viewer, asked("retired")).await?;
    let mode = Mode {
        may_edit: view.may_edit,
        edit: view.may_edit && asked("edit"),
        retired: view.may_edit && asked("retired"),
    };
    let notice = parameters.notice();
    Ok(Page::new(app, Some(viewer), PATH, "Skill map").render(|| view! { <Map view mode notice /> }))
}
