//! The log as a file. It may be long, so it is sent part by part.

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
    audit::{AuditExport, Format},
};

use super::{EXPORT, filter::Typed};
use crate::web::{Answer, AppState, Posted, Refusal};

/// What the list was narrowed by, and as what to send it.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct ExportForm {
    format: String,
    action: String,
    who: String,
    subject: String,
    from: String,
    to: String,
}

pub async fn send(State(app): State<AppState>, Posted { viewer, form }: Posted<ExportForm>) -> Answer {
    file(&app, &viewer, form).await.map_err(|error| Refusal::new(&app, Some(&viewer), EXPORT, error))
}

async fn file(app: &AppState, viewer: &Viewer, form: ExportForm) -> Result<Response, ServiceError> {
    let log = app.service.audit_log(viewer)?;
    let (format, kind) = match form.format.as_str() {
        "csv" => (Format::Csv, "text/csv; charset=utf-8"),
        _ => (Format::Jsonl, "application/jsonl; charset=utf-8"),
    };
    let ExportForm { action, who, subject, from, to, .. } = form;
    let (filter, wrong) = Typed { action, who, subject, from, to }.read();
    wrong.into_result()?;
    let export = log.export(filter, format).await?;
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"audit-log.{}\"", format.extension())),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, body(export)).into_response())
}

fn body(export: AuditExport) -> Body {
    let parts = try_unfold(export, async |mut export: AuditExport| {
        let part = export.next().await.inspect_err(|error| tracing::error!(%error, "an export broke off"))?;
        Ok::<_, ServiceError>(part.map(|part| (part, export)))
    });
    Body::from_stream(parts)
}
