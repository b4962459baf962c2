//! `/`: each role's own page.

use axum::{Router, extract::State, response::Response, routing::get};
use domain::viewer::{AccessRole, Viewer};

use crate::web::{AppState, SignedIn, redirect};

pub fn routes() -> Router<AppState> {
    Router::new().route("/", get(home))
}

async fn home(State(_): State<AppState>, SignedIn(viewer): SignedIn) -> Response {
    redirect(&own_page(&viewer))
}

fn own_page(viewer: &Viewer) -> String {
    match (viewer.role, viewer.teams.as_slice()) {
        (AccessRole::Executive, _) => "/programme".to_owned(),
        (AccessRole::LAndD | AccessRole::Coach, _) => "/cohorts".to_owned(),
        (AccessRole::Manager | AccessRole::Engineer, [team]) => format!("/teams/{team}"),
        (AccessRole::Manager | AccessRole::Engineer, _) => "/teams".to_owned(),
        (AccessRole::Admin | AccessRole::Auditor, _) => "/skill-map".to_owned(),
    }
}
