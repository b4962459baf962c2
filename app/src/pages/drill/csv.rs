//! All rows of a drill as CSV, with exact hours.

use axum::extract::{Path, State};
use domain::{EpochMs, figure::MetricId};
use service::{
    ServiceError,
    views::{PullRequestItem, WorkItem},
};

use super::{base, metric, of_defects};
use crate::web::{Answer, AppState, Parameters, Refusal, SignedIn, csv_cell, csv_file};

pub async fn items(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path((key, sprint)): Path<(String, String)>,
    parameters: Parameters,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), &base(&key, &sprint), error);
    let metric = metric(&parameters);
    let figures = app.service.team_figures(&viewer, &key).map_err(refuse)?;
    let drill = figures.drill(&sprint, metric).await.map_err(refuse)?;
    let unwritten = |e: csv::Error| ServiceError::Rules(format!("the CSV cannot be written: {e}"));
    let text = text(metric, &drill.items).map_err(|e| refuse(unwritten(e)))?;
    let (subject, detail) = (format!("figures:team:{key}"), format!("{metric}, sprint {sprint}"));
    app.service.log_export(&viewer, &subject, &detail).await.map_err(refuse)?;
    Ok(csv_file(&format!("{key}-{sprint}-{metric}"), text))
}

pub fn text(metric: MetricId, items: &[WorkItem]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(vec![]);
    if of_defects(metric) {
        writer.write_record(["key", "created_at", "resolved_at", "found", "severity"])?;
    } else {
        writer.write_record([
            "repository",
            "number",
            "opened_at",
            "merged_at",
            "cycle_time_h",
            "first_review_h",
            "lines",
            "review_comments",
            "checklist_done",
            "checklist_total",
            "tests_passed",
            "security_passed",
        ])?;
    }
    for item in items {
        writer.write_record(row(item))?;
    }
    writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))
}

fn row(item: &WorkItem) -> Vec<String> {
    match item {
        WorkItem::PullRequest(item) => pull_request(item),
        WorkItem::Defect { key, created_at, resolved_at, found, severity } => vec![
            csv_cell(key),
            instant(Some(*created_at)),
            instant(*resolved_at),
            found.clone(),
            csv_cell(severity.as_deref().unwrap_or_default()),
        ],
    }
}

fn pull_request(item: &PullRequestItem) -> Vec<String> {
    vec![
        csv_cell(&item.repository),
        item.number.to_string(),
        instant(Some(item.opened_at)),
        instant(item.merged_at),
        text_of(item.cycle_hours),
        text_of(item.first_review_hours),
        text_of(item.lines),
        text_of(item.review_comments),
        text_of(item.checklist.map(|(done, _)| done)),
        text_of(item.checklist.map(|(_, total)| total)),
        text_of(item.tests_passed),
        text_of(item.security_passed),
    ]
}

fn text_of(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn instant(at: Option<EpochMs>) -> String {
    let stamp = at.and_then(|at| jiff::Timestamp::from_millisecond(at.0).ok());
    text_of(stamp)
}
