//! `/skill-map`: role → skill → behaviour to read, and small pages that edit one thing each.

mod behaviour;
mod behaviour_form;
mod map;
mod map_page;
mod role;
mod skill;
mod skill_form;
mod skills;

use axum::{
    Router,
    routing::{get, post},
};
use domain::viewer::Viewer;
use service::{ServiceError, access, views::SkillMapView};

use crate::components::Link;
use crate::web::AppState;

const PATH: &str = "/skill-map";

/// The map with the links that edit it, where one comes from and goes back to.
const EDITING: &str = "/skill-map?edit=1";

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/skill-map", get(map::show))
        .route("/skill-map/roles/new", get(role::new).post(role::add))
        .route("/skill-map/skills/new", get(skill::new).post(skill::add))
        .route("/skill-map/skills/{key}", get(skill::show).post(skill::rename))
        .route("/skill-map/skills/{key}/retire", post(skill::retire))
        .route("/skill-map/skills/{key}/bring-back", post(skill::bring_back))
        .route("/skill-map/skills/{key}/behaviours/new", get(behaviour::new).post(behaviour::add))
        .route("/skill-map/behaviours/{id}", get(behaviour::show).post(behaviour::edit))
        .route("/skill-map/behaviours/{id}/retire", post(behaviour::retire))
        .route("/skill-map/behaviours/{id}/bring-back", post(behaviour::bring_back))
}

/// The whole map, for the pages that edit it; "not found" for everybody else.
async fn editable(app: &AppState, viewer: &Viewer) -> Result<SkillMapView, ServiceError> {
    access::found(access::runs_programme(viewer))?;
    app.service.skill_map(viewer, true).await
}

fn trail() -> Vec<Link> {
    vec![Link::new("Skill map", EDITING)]
}

/// Where a skill stands on the map, to come back to. A retired one is only there where the retired are shown.
fn at_skill(key: &str, retired: bool) -> String {
    let retired = if retired { "&retired=1" } else { "" };
    format!("{EDITING}{retired}#{}", anchor(key))
}

/// The id of a skill on the map's page.
fn anchor(key: &str) -> String {
    format!("skill-{key}")
}
