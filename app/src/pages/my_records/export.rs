//! `/my-records/export.json` and `.csv`: everything that is held, sent while it is read.

use axum::{
    body::Body,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use domain::viewer::Viewer;
use service::{
    ServiceError,
    individual::{Export, Format},
};
use tokio_stream::wrappers::ReceiverStream;

use super::PATH;
use crate::web::{Answer, AppState, Refusal, SignedIn};

pub async fn json(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    file(&app, &viewer, Format::Json).await.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

pub async fn csv(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    file(&app, &viewer, Format::Csv).await.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

async fn file(app: &AppState, viewer: &Viewer, format: Format) -> Result<Response, ServiceError> {
    let export = app.service.own_records(viewer)?.export(format).await?;
    Ok(download(export))
}

fn download(export: Export) -> Response {
    let (kind, name) = match export.format {
        Format::Json => ("application/json", "my-records.json"),
        Format::Csv => ("text/csv; charset=utf-8", "my-records.csv"),
    };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, Body::from_stream(ReceiverStream::new(export.pieces))).into_response()
}
