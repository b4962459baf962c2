//! Cohorts: `/cohorts`, a cohort's page and the forms that change it. The scoreboard of a cohort is another screen.

mod choose;
mod desk;
mod edit;
mod enrol;
mod fields;
mod funnel;
mod history;
mod leave;
mod list;
mod people;
mod phase;
mod plan;

use std::collections::BTreeMap;

use axum::{
    Router,
    routing::{get, post},
};
use domain::{skill_map::Skill, viewer::Viewer};
use service::ServiceError;

use crate::web::AppState;

const PATH: &str = "/cohorts";

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/cohorts", get(list::show))
        .route("/cohorts/new", get(edit::new).post(edit::create))
        .route("/cohorts/{key}", get(desk::show))
        .route("/cohorts/{key}/edit", get(edit::show).post(edit::save))
        .route("/cohorts/{key}/enrol", get(enrol::show).post(enrol::save))
        .route("/cohorts/{key}/leave", get(leave::show).post(leave::save))
        .route("/cohorts/{key}/take-back", post(leave::take_back))
}

/// The skills that the viewer may know of, each once, by key.
async fn skills(app: &AppState, viewer: &Viewer) -> Result<BTreeMap<String, Skill>, ServiceError> {
    let map = app.service.skill_map(viewer, true).await?;
    let skills = map.roles.into_iter().flat_map(|role| role.skills);
    Ok(skills.map(|skill| (skill.key.as_str().to_owned(), skill)).collect())
}

/// A skill's name; for one that is not on the map any more, what its key says.
fn skill_name(skills: &BTreeMap<String, Skill>, key: &str) -> String {
    skills.get(key).map_or_else(|| key.replace('-', " "), |skill| skill.name.clone())
}
