//! Adding, renaming, retiring a skill.

use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{
    Fields, ServiceError,
    skill_map::{RoleForm, SkillForm},
};

use super::{
    EDITING, at_skill, editable,
    skill_form::{AddSkill, EditSkill},
    skills::{SharedSkill, shared_skills},
};
use crate::components::below;
use crate::web::{Answer, AppState, Page, Parameters, Posted, Refusal, SignedIn, with_notice};

const NEW: &str = "/skill-map/skills/new";

pub async fn new(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let role = parameters.get("role").unwrap_or_default().to_owned();
    let page = add_page(&app, &viewer, SkillForm { role, name: String::new() }, Fields::default()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), NEW, error))
}

pub async fn add(State(app): State<AppState>, Posted { viewer, form }: Posted<SkillForm>) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), NEW, error);
    let desk = app.service.programme_desk(&viewer).map_err(refuse)?;
    let answer = match desk.add_skill(&form).await {
        Ok(()) => Ok(with_notice(&format!("{EDITING}#role-{}", form.role), "The skill was added.")),
        Err(ServiceError::Invalid(wrong)) => add_page(&app, &viewer, form, wrong).await,
        Err(error) => Err(error),
    };
    answer.map_err(refuse)
}

async fn add_page(
    app: &AppState,
    viewer: &Viewer,
    form: SkillForm,
    wrong: Fields,
) -> Result<Response, ServiceError> {
    let roles = editable(app, viewer).await?.roles;
    let skills = shared_skills(&roles).into_iter().map(|shared| shared.skill);
    let mut known: Vec<String> = skills.filter(|skill| !skill.retired).map(|skill| skill.name).collect();
    known.sort();
    Ok(Page::with_form(app, viewer, NEW, "Add a skill", &wrong)
        .render(|| view! { <AddSkill roles known form wrong /> }))
}

pub async fn show(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
) -> Answer {
    let page = edit_page(&app, &viewer, &key, None).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), &path(&key), error))
}

pub async fn rename(
    State(app): State<AppState>,
    Path(key): Path<String>,
    Posted { viewer, form }: Posted<RoleForm>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), &path(&key), error);
    let desk = app.service.programme_desk(&viewer).map_err(refuse)?;
    let answer = match desk.rename_skill(&key, &form).await {
        Ok(()) => Ok(with_notice(&at_skill(&key, false), "The skill was renamed.")),
        Err(ServiceError::Invalid(wrong)) => edit_page(&app, &viewer, &key, Some((form.name, wrong))).await,
        Err(error) => Err(error),
    };
    answer.map_err(refuse)
}

/// The skill with its name as it is, or as it was `sent` with what is wrong about it.
async fn edit_page(
    app: &AppState,
    viewer: &Viewer,
    key: &str,
    sent: Option<(String, Fields)>,
) -> Result<Response, ServiceError> {
    let mut skills = shared_skills(&editable(app, viewer).await?.roles).into_iter();
    let found = skills.find(|shared| shared.skill.key.as_str() == key);
    let SharedSkill { skill, roles } = found.ok_or(ServiceError::NotFound)?;
    let (name, wrong) = sent.unwrap_or_else(|| (skill.name.clone(), Fields::default()));
    Ok(Page::with_form(app, viewer, &path(key), &skill.name, &wrong)
        .render(|| view! { <EditSkill skill roles name wrong /> }))
}

pub async fn retire(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
) -> Answer {
    set_retired(&app, &viewer, &key, true).await
}

pub async fn bring_back(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
) -> Answer {
    set_retired(&app, &viewer, &key, false).await
}

async fn set_retired(app: &AppState, viewer: &Viewer, key: &str, retire: bool) -> Answer {
    let refuse = |error| Refusal::new(app, Some(viewer), &path(key), error);
    let desk = app.service.programme_desk(viewer).map_err(refuse)?;
    desk.retire_skill(key, retire).await.map_err(refuse)?;
    let said = if retire { "The skill was retired." } else { "The skill was brought back." };
    Ok(with_notice(&at_skill(key, retire), said))
}

fn path(key: &str) -> String {
    below("/skill-map/skills", key)
}
