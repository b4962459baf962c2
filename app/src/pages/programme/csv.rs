//! The charts as a file: each outcome by sprint, teams that joined and teams that have not.

use axum::extract::State;
use service::{
    ServiceError,
    views::{OutcomeSprint, OutcomeView, ProgrammeView},
};

use super::PATH;
use crate::web::{Answer, AppState, Refusal, SignedIn, csv_cell, csv_file};

pub async fn figures(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PATH, error);
    let figures = app.service.programme_figures(&viewer).map_err(refuse)?;
    let view = figures.view().await.map_err(refuse)?;
    let view = view.as_ref().as_ref().ok_or_else(|| refuse(ServiceError::NotFound))?;
    let unwritten = |e: csv::Error| ServiceError::Rules(format!("the CSV cannot be written: {e}"));
    let text = text(view).map_err(|e| refuse(unwritten(e)))?;
    app.service.log_export(&viewer, "figures:programme", "outcomes by sprint").await.map_err(refuse)?;
    Ok(csv_file("programme-figures", text))
}

pub fn text(view: &ProgrammeView) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record(["sprint", "first_day", "metric", "definition", "joined", "not_joined"])?;
    for outcome in [&view.speed, &view.quality] {
        for sprint in &outcome.trend {
            writer.write_record(row(outcome, sprint))?;
        }
    }
    writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))
}

fn row(outcome: &OutcomeView, sprint: &OutcomeSprint) -> [String; 6] {
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    [
        csv_cell(&sprint.key),
        sprint.first_day.to_string(),
        outcome.metric.to_string(),
        metrics::definition_id(outcome.metric),
        number(sprint.joined),
        number(sprint.not_joined),
    ]
}
