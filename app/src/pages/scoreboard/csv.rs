//! Every figure of the sprints in view as CSV, guarded like the page.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use domain::figure::{Figure, Unit};
use service::{ServiceError, views::{Scoreboard, SprintFigures}};

use super::range;
use crate::web::{Answer, AppState, Parameters, Refusal, SignedIn};

pub async fn team(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
    parameters: Parameters,
) -> Answer {
    let board = app.service.team_scoreboard(&viewer, &key, &range::of(&parameters), Some("none")).await;
    let board = board.map_err(|error| Refusal::new(&app, Some(&viewer), &format!("/teams/{key}"), error))?;
    answer(&board).map_err(|error| Refusal::new(&app, Some(&viewer), &format!("/teams/{key}"), error))
}

pub async fn cohort(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
    parameters: Parameters,
) -> Answer {
    let board = app.service.cohort_scoreboard(&viewer, &key, &range::of(&parameters)).await;
    let board = board.map_err(|error| Refusal::new(&app, Some(&viewer), &format!("/cohorts/{key}"), error))?;
    answer(&board).map_err(|error| Refusal::new(&app, Some(&viewer), &format!("/cohorts/{key}"), error))
}

fn answer(board: &Scoreboard) -> Result<Response, ServiceError> {
    let text = text(board).map_err(|e| ServiceError::Rules(format!("the CSV cannot be written: {e}")))?;
    Ok(crate::web::csv_file(&format!("{}-figures", board.key), text).into_response())
}

fn text(board: &Scoreboard) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record([
        "sprint", "first_day", "last_day", "metric", "definition", "value", "unit", "n", "contributors", "coverage",
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
        crate::web::csv_cell(&sprint.key),
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
