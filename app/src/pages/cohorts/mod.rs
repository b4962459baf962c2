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

use domain::{skill_map::Skill, viewer::Viewer};
use service::ServiceError;

use crate::web::{AppState, Routes};

const PATH: &str = "/cohorts";

/// Said in place of a number that would be told of too few people.
const FEW: &str = "Too few people to say how many";

pub fn routes() -> Routes {
    Routes::new()
        .get("/cohorts", list::show)
        .get("/cohorts/new", edit::new)
        .post("/cohorts/new", edit::create)
        .get("/cohorts/{key}", desk::show)
        .get("/cohorts/{key}/edit", edit::show)
        .post("/cohorts/{key}/edit", edit::save)
        .get("/cohorts/{key}/enrol", enrol::show)
        .post("/cohorts/{key}/enrol", enrol::save)
        .get("/cohorts/{key}/leave", leave::show)
        .post("/cohorts/{key}/leave", leave::save)
        .post("/cohorts/{key}/take-back", leave::take_back)
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
