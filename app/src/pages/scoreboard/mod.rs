//! The scoreboard of a team or a cohort: `/teams/{key}`, `/cohorts/{key}/scoreboard`, their CSV and live figures.

mod adoption;
mod chart;
mod content;
mod csv;
mod definitions;
mod group;
mod lead;
mod live;
mod page;
mod range;
#[cfg(test)]
mod tests;
mod tiles;

use axum::extract::{Path, State};
use domain::viewer::Viewer;
use service::{
    ServiceError,
    views::{Range, Scoreboard},
};

pub(super) use tiles::{hidden_because, subject};

use crate::web::{Answer, AppState, Page, Parameters, Refusal, Routes, SignedIn};
use content::Content;
use group::Group;

pub fn routes() -> Routes {
    Routes::new()
        .get("/teams/{key}", team)
        .get("/teams/{key}/figures.csv", csv::team)
        .get("/teams/{key}/live", live::team)
        .get("/cohorts/{key}/scoreboard", cohort)
        .get("/cohorts/{key}/figures.csv", csv::cohort)
        .get("/cohorts/{key}/live", live::cohort)
}

async fn team(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
    parameters: Parameters,
) -> Answer {
    show(&app, &viewer, Group::Team, &key, parameters).await
}

async fn cohort(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
    parameters: Parameters,
) -> Answer {
    show(&app, &viewer, Group::Cohort, &key, parameters).await
}

async fn show(app: &AppState, viewer: &Viewer, group: Group, key: &str, parameters: Parameters) -> Answer {
    let path = group.path(key);
    let read = read(app, viewer, group, key, &parameters).await;
    let (board, problem) = read.map_err(|error| Refusal::new(app, Some(viewer), &path, error))?;
    let parameters = if problem.is_some() { range::without(&parameters) } else { parameters };
    let content = Content::of(&board, &path, &parameters);
    let page = Page::new(app, Some(viewer), &path, board.name);
    Ok(page.render(move || page::view(content, problem)))
}

/// A range that does not exist is answered with the usual one, and with words about it.
async fn read(
    app: &AppState,
    viewer: &Viewer,
    group: Group,
    key: &str,
    parameters: &Parameters,
) -> Result<(Scoreboard, Option<String>), ServiceError> {
    let compare = parameters.get("compare");
    let asked = range::of(parameters);
    match group.board(&app.service, viewer, key, &asked, compare).await {
        Err(ServiceError::Invalid(wrong)) => {
            let board = group.board(&app.service, viewer, key, &Range::default(), compare).await?;
            Ok((board, Some(range::problem(&wrong))))
        }
        board => Ok((board?, None)),
    }
}
