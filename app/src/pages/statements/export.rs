//! The list as a file. It may be long, so it is sent part by part.

use axum::{
    body::Body,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use domain::viewer::Viewer;
use futures::stream::try_unfold;
use service::{
    ServiceError,
    stream::{StatementExport, StreamFormat},
};

use super::{EXPORT, filter::Typed};
use crate::web::{Answer, AppState, Posted, Refusal};

/// What the list was narrowed by, and as what to send it.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct ExportForm {
    format: String,
    source: String,
    verb: String,
    activity: String,
    tags: String,
}

pub async fn send(State(app): State<AppState>, Posted { viewer, form }: Posted<ExportForm>) -> Answer {
    file(&app, &viewer, form).await.map_err(|error| Refusal::new(&app, Some(&viewer), EXPORT, error))
}

async fn file(app: &AppState, viewer: &Viewer, form: ExportForm) -> Result<Response, ServiceError> {
    let stream = app.service.stream(viewer)?;
    let ExportForm { format, source, verb, activity, tags } = form;
    let format = if format == "csv" { StreamFormat::Csv } else { StreamFormat::Jsonl };
    let filter = Typed { source, verb, activity, tags }.read();
    let export = stream.export(filter, format, 0).await?;
    let headers = [
        (header::CONTENT_TYPE, format.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"statements.{}\"", format.extension())),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, body(export)).into_response())
}

/// An export as the body of an answer; also for programs.
pub fn body(export: StatementExport) -> Body {
    let parts = try_unfold(export, async |mut export: StatementExport| {
        let part = export.next().await.inspect_err(|error| tracing::error!(%error, "an export broke off"))?;
        Ok::<_, ServiceError>(part.map(|part| (part, export)))
    });
    Body::from_stream(parts)
}
