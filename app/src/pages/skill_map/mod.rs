//! `/skill-map`: role → skill → behaviour to read, and small pages that edit one thing each.

mod behaviour;
mod behaviour_form;
mod map;
mod map_page;
mod role;
mod skill;
mod skill_form;
mod skills;

use domain::viewer::Viewer;
use service::{ServiceError, access, views::SkillMapView};

use crate::components::Link;
use crate::web::{AppState, Routes};

const PATH: &str = "/skill-map";

/// The map with the links that edit it, where one comes from and goes back to.
const EDITING: &str = "/skill-map?edit=1";

pub fn routes() -> Routes {
    Routes::new()
        .get("/skill-map", map::show)
        .get("/skill-map/roles/new", role::new)
        .post("/skill-map/roles/new", role::add)
        .get("/skill-map/skills/new", skill::new)
        .post("/skill-map/skills/new", skill::add)
        .get("/skill-map/skills/{key}", skill::show)
        .post("/skill-map/skills/{key}", skill::rename)
        .post("/skill-map/skills/{key}/retire", skill::retire)
        .post("/skill-map/skills/{key}/bring-back", skill::bring_back)
        .get("/skill-map/skills/{key}/behaviours/new", behaviour::new)
        .post("/skill-map/skills/{key}/behaviours/new", behaviour::add)
        .get("/skill-map/behaviours/{id}", behaviour::show)
        .post("/skill-map/behaviours/{id}", behaviour::edit)
        .post("/skill-map/behaviours/{id}/retire", behaviour::retire)
        .post("/skill-map/behaviours/{id}/bring-back", behaviour::bring_back)
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
