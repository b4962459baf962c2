//! `/impact/sheet`: one page to hand out: verdicts, the effect by sprint, the waves; no names of people. Read and printed
//! as HTML; as PDF and PNG it is drawn here, since whoever wants a file may have no browser to print with.

mod drawn;
mod files;
mod page;
mod paper;

use std::sync::Arc;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{
    ServiceError,
    impact::view::{Impact, ImpactReport},
    views::ProgrammeView,
};

use super::SHEET;
use crate::web::{Answer, AppState, MADE_UP, Page, Refusal, Routes, SignedIn};

const PDF: &str = "/impact/sheet.pdf";
const PNG: &str = "/impact/sheet.png";

pub use drawn::drawn;
pub use files::{pdf, png};

pub fn routes() -> Routes {
    Routes::new().get(SHEET, show).get(PDF, as_pdf).get(PNG, as_png)
}

async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), SHEET, error);
    let (view, impact) = read(&app, &viewer).await.map_err(refuse)?;
    let page = Page::new(&app, Some(&viewer), SHEET, "One page to print");
    Ok(match (view.as_ref(), &impact.report) {
        (Some(view), Some(report)) => page.render(|| page::content(view, report)),
        _ => page.render(|| view! { <super::overview::NothingYet renewed=impact.is_being_renewed /> }),
    })
}

async fn read(app: &AppState, viewer: &Viewer) -> Result<(Arc<Option<ProgrammeView>>, Impact), ServiceError> {
    let figures = app.service.programme_figures(viewer)?;
    Ok((figures.view().await?, figures.impact().await?))
}

async fn as_pdf(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    file(&app, &viewer, PDF, "application/pdf", pdf).await
}

async fn as_png(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    file(&app, &viewer, PNG, "image/png", png).await
}

/// The sheet as a file; not found before there is a report.
async fn file(
    app: &AppState,
    viewer: &Viewer,
    path: &'static str,
    kind: &'static str,
    made: fn(&str) -> Result<Vec<u8>, String>,
) -> Answer {
    let refuse = |error| Refusal::new(app, Some(viewer), path, error);
    let (view, impact) = read(app, viewer).await.map_err(refuse)?;
    let Some(report) = impact.report.filter(|_| view.is_some()) else {
        return Err(refuse(ServiceError::NotFound));
    };
    let demo = app.demo;
    // Drawing takes longer than a page may keep others waiting.
    let drawing = tokio::task::spawn_blocking(move || on_paper(view.as_ref().as_ref(), &report, demo, made));
    let broken = |error: String| refuse(ServiceError::Rules(format!("the sheet cannot be drawn: {error}")));
    let content = drawing.await.map_err(|e| broken(e.to_string()))?.map_err(broken)?;
    app.service.log_export(viewer, "figures:impact", path).await.map_err(refuse)?;
    Ok(attached(kind, path, content))
}

fn on_paper(
    view: Option<&ProgrammeView>,
    report: &ImpactReport,
    demo: bool,
    made: fn(&str) -> Result<Vec<u8>, String>,
) -> Result<Vec<u8>, String> {
    let view = view.ok_or("there is no programme")?;
    made(&drawn(view, report, demo.then_some(MADE_UP))?)
}

fn attached(kind: &'static str, path: &str, content: Vec<u8>) -> Response {
    let ending = path.rsplit('.').next().unwrap_or_default();
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"impact.{ending}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, content).into_response()
}
