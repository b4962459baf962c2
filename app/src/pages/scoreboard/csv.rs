//! Every figure of the sprints in view as CSV, guarded like the page.

use axum::extract::{Path, State};
use domain::{
    figure::{Figure, Unit},
    viewer::Viewer,
};
use service::{
    ServiceError,
    views::{Scoreboard, SprintFigures},
};

use super::{group::Group, range};
use crate::web::{Answer, AppState, Parameters, Refusal, SignedIn, csv_cell, csv_file};

pub async fn team(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
    parameters: Parameters,
) -> Answer {
    file(&app, &viewer, Group::Team, &key, &parameters).await
}

pub async fn cohort(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
    parameters: Parameters,
) -> Answer {
    file(&app, &viewer, Group::Cohort, &key, &parameters).await
}

async fn file(app: &AppState, viewer: &Viewer, group: Group, key: &str, parameters: &Parameters) -> Answer {
    let refuse = |error| Refusal::new(app, Some(viewer), &group.path(key), error);
    let board = group.board(&app.service, viewer, key, &range::of(parameters), Some("none")).await;
    let unwritten = |e: csv::Error| ServiceError::Rules(format!("the CSV cannot be written: {e}"));
    let board = board.map_err(refuse)?;
    let text = text(&board).map_err(|e| refuse(unwritten(e)))?;
    let subject = format!("figures:{}:{key}", board.group.as_str());
    app.service.log_export(viewer, &subject, "scoreboard").await.map_err(refuse)?;
    Ok(csv_file(&format!("{key}-figures"), text))
}

pub fn text(board: &Scoreboard) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record([
        "sprint",
        "first_day",
        "last_day",
        "metric",
        "definition",
        "value",
        "unit",
        "n",
        "contributors",
        "coverage",
        "state",
    ])?;
    for sprint in &board.trend.sprints {
        for figure in sprint.figures.iter() {
            writer.write_record(row(sprint, figure))?;
        }
    }
    writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))
}

fn row(sprint: &SprintFigures, figure: &Figure) -> [String; 11] {
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    [
        csv_cell(&sprint.key),
        sprint.first_day().to_string(),
        sprint.last_day().to_string(),
        figure.metric.to_string(),
        metrics::definition_id(figure.metric),
        number(figure.value),
        unit(metrics::definition(figure.metric).unit).to_owned(),
        figure.n.to_string(),
        figure.contributors.to_string(),
        number(figure.coverage),
        figure.state.as_str().to_owned(),
    ]
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Hours => "hours",
        Unit::Lines => "lines",
        Unit::Count => "count",
        Unit::Share => "share",
        Unit::PerHundredMerged => "per 100 merged",
        Unit::PerHundredLines => "per 100 lines",
    }
}
