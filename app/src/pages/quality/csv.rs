//! The figures of all sources as a file.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use service::{
    ServiceError,
    quality::{SourceQuality, Tag},
};

use super::{FILE, words as said};
use crate::web::{Answer, AppState, Refusal, SignedIn, csv_cell, csv_file};

pub async fn send(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    file(&app, &viewer).await.map_err(|error| Refusal::new(&app, Some(&viewer), FILE, error))
}

async fn file(app: &AppState, viewer: &Viewer) -> Result<Response, ServiceError> {
    let report = app.service.quality_desk(viewer)?.report().await?;
    app.service.log_export(viewer, "quality", "csv").await?;
    let content = rows(&report.sources).map_err(|error| ServiceError::Broken(error.to_string()))?;
    Ok(csv_file("quality-of-sources", content))
}

const FIXED: [&str; 11] = [
    "source",
    "score",
    "score_before",
    "last_seen_ms",
    "statements",
    "events",
    "unknown_people_events",
    "duplicates",
    "skewed",
    "accepted_requests",
    "refused_requests",
];

fn rows(sources: &[SourceQuality]) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let tags = Tag::ALL.map(|tag| format!("events_with_{}", tag.as_str()));
    writer.write_record(FIXED.into_iter().chain(tags.iter().map(String::as_str)).chain(["first_step"]))?;
    for source in sources {
        let figures = &source.figures;
        let told = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
        let mut cells = vec![csv_cell(&source.source), told(source.score.value), told(source.earlier)];
        cells.push(figures.last_seen.map(|at| at.0.to_string()).unwrap_or_default());
        let counts = [
            figures.statements,
            figures.events,
            figures.unknown,
            figures.duplicates,
            figures.skewed,
            figures.accepted,
            figures.refused,
        ];
        cells.extend(counts.iter().chain(&figures.tagged).map(ToString::to_string));
        cells.push(source.fixes.first().map(|fix| csv_cell(&said::step(fix))).unwrap_or_default());
        writer.write_record(cells)?;
    }
    Ok(writer.into_inner().map_err(csv::IntoInnerError::into_error)?)
}
