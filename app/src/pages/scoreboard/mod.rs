//! The scoreboard of a team or a cohort: `/teams/{key}`, `/cohorts/{key}/scoreboard`, their CSV and live figures.

mod chart;
mod csv;
mod lead;
mod live;
mod page;
mod range;
mod tiles;

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use service::views::Scoreboard;

pub(super) use tiles::{hidden, subject};

use crate::web::{Answer, AppState, Page, Parameters, Refusal, SignedIn};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/teams/{key}", get(team))
        .route("/teams/{key}/figures.csv", get(csv::team))
        .route("/teams/{key}/live", get(live::team))
        .route("/cohorts/{key}/scoreboard", get(cohort))
        .route("/cohorts/{key}/figures.csv", get(csv::cohort))
        .route("/cohorts/{key}/live", get(live::cohort))
}

async fn team(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
    parameters: Parameters,
) -> Answer {
    let path = format!("/teams/{key}");
    let range = range::of(&parameters);
    let board = app.service.team_scoreboard(&viewer, &key, &range, parameters.get("compare")).await;
    let board = board.map_err(|error| Refusal::new(&app, Some(&viewer), &path, error))?;
    let page = Page::new(&app, Some(&viewer), &path, board.name.clone());
    Ok(show(page, &board, &path, &parameters))
}

async fn cohort(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
    parameters: Parameters,
) -> Answer {
    let path = format!("/cohorts/{key}/scoreboard");
    let range = range::of(&parameters);
    let board = app.service.cohort_scoreboard(&viewer, &key, &range).await;
    let board = board.map_err(|error| Refusal::new(&app, Some(&viewer), &path, error))?;
    let page = Page::new(&app, Some(&viewer), &path, board.name.clone());
    Ok(show(page, &board, &path, &parameters))
}

fn show(page: Page<'_>, board: &Scoreboard, path: &str, parameters: &Parameters) -> Response {
    let content = page::Content::of(board, path, parameters);
    page.render(move || page::view(content))
}
