//! `/l/{code}`: on to the job aid at once, signed in or not.

use axum::{
    extract::{Path, State},
    http::Uri,
    response::Response,
};

use crate::web::{Answer, AppState, Refusal, SignedIn, redirect};

pub async fn follow(
    State(app): State<AppState>,
    Path(code): Path<String>,
    uri: Uri,
    reader: Result<SignedIn, Response>,
) -> Answer {
    let viewer = reader.ok().map(|SignedIn(viewer)| viewer);
    let url = app.service.follow_link(&code, viewer.clone()).await;
    url.map(|url| redirect(&url)).map_err(|error| Refusal::new(&app, viewer.as_ref(), uri.path(), error))
}
