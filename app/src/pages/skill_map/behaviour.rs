//! Adding, editing, retiring a behaviour.

use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::{
    skill_map::{Behaviour, Skill},
    viewer::Viewer,
};
use leptos::prelude::*;
use service::{Fields, ServiceError, skill_map::BehaviourForm};

use super::{
    at_skill,
    behaviour_form::{AddBehaviour, EditBehaviour},
    editable,
    skills::shared_skills,
};
use crate::components::below;
use crate::web::{Answer, AppState, Page, Posted, Refusal, SignedIn, with_notice};

pub async fn new(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(skill): Path<String>,
) -> Answer {
    let page = add_page(&app, &viewer, &skill, BehaviourForm::default(), Fields::default()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), &new_path(&skill), error))
}

pub async fn add(
    State(app): State<AppState>,
    Path(skill): Path<String>,
    Posted { viewer, form }: Posted<BehaviourForm>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), &new_path(&skill), error);
    let desk = app.service.programme_desk(&viewer).map_err(refuse)?;
    let answer = match desk.add_behaviour(&skill, &form).await {
        Ok(()) => Ok(with_notice(&at_skill(&skill, false), "The behaviour was added.")),
        Err(ServiceError::Invalid(wrong)) => add_page(&app, &viewer, &skill, form, wrong).await,
        Err(error) => Err(error),
    };
    answer.map_err(refuse)
}

fn new_path(skill: &str) -> String {
    format!("{}/behaviours/new", below("/skill-map/skills", skill))
}

async fn add_page(
    app: &AppState,
    viewer: &Viewer,
    key: &str,
    form: BehaviourForm,
    wrong: Fields,
) -> Result<Response, ServiceError> {
    let skills = shared_skills(&editable(app, viewer).await?.roles);
    let found = skills.into_iter().find(|shared| shared.skill.key.as_str() == key);
    let skill = found.ok_or(ServiceError::NotFound)?.skill;
    let action = new_path(key);
    Ok(Page::with_form(app, viewer, &action, "Add a behaviour", &wrong)
        .render(|| view! { <AddBehaviour skill=skill.name action=action.clone() form wrong /> }))
}

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, Path(id): Path<String>) -> Answer {
    let page = edit_page(&app, &viewer, &id, None).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), &path(&id), error))
}

pub async fn edit(
    State(app): State<AppState>,
    Path(id): Path<String>,
    Posted { viewer, form }: Posted<BehaviourForm>,
) -> Answer {
    let answer = async {
        let (skill, behaviour) = find(&app, &viewer, &id).await?;
        match app.service.programme_desk(&viewer)?.edit_behaviour(behaviour.id, &form).await {
            Ok(()) => {
                let back = at_skill(skill.key.as_str(), skill.retired || behaviour.retired);
                Ok(with_notice(&back, "The behaviour was saved."))
            }
            Err(ServiceError::Invalid(wrong)) => edit_page(&app, &viewer, &id, Some((form, wrong))).await,
            Err(error) => Err(error),
        }
    };
    answer.await.map_err(|error| Refusal::new(&app, Some(&viewer), &path(&id), error))
}

/// The behaviour of an id as it stands in the address, with its skill.
async fn find(app: &AppState, viewer: &Viewer, id: &str) -> Result<(Skill, Behaviour), ServiceError> {
    let id: i64 = id.parse().map_err(|_| ServiceError::NotFound)?;
    let skills = editable(app, viewer).await?.roles.into_iter().flat_map(|role| role.skills);
    let mut pairs = skills.flat_map(|skill| {
        let behaviours = skill.behaviours.clone();
        behaviours.into_iter().map(move |behaviour| (skill.clone(), behaviour))
    });
    pairs.find(|(_, behaviour)| behaviour.id == id).ok_or(ServiceError::NotFound)
}

/// The behaviour as it is, or as it was `sent` with what is wrong about it.
async fn edit_page(
    app: &AppState,
    viewer: &Viewer,
    id: &str,
    sent: Option<(BehaviourForm, Fields)>,
) -> Result<Response, ServiceError> {
    let (skill, behaviour) = find(app, viewer, id).await?;
    let (form, wrong) = sent.unwrap_or_else(|| (as_it_is(&behaviour), Fields::default()));
    let (skill, retired) = (skill.name, behaviour.retired);
    let path = path(id);
    Ok(Page::with_form(app, viewer, &path, "Edit a behaviour", &wrong)
        .render(|| view! { <EditBehaviour skill path=path.clone() retired form wrong /> }))
}

fn as_it_is(behaviour: &Behaviour) -> BehaviourForm {
    BehaviourForm {
        description: behaviour.description.clone(),
        metric: behaviour.metric.map(|metric| metric.to_string()).unwrap_or_default(),
    }
}

pub async fn retire(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Answer {
    set_retired(&app, &viewer, &id, true).await
}

pub async fn bring_back(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Answer {
    set_retired(&app, &viewer, &id, false).await
}

async fn set_retired(app: &AppState, viewer: &Viewer, id: &str, retire: bool) -> Answer {
    let answer = async {
        let (skill, behaviour) = find(app, viewer, id).await?;
        app.service.programme_desk(viewer)?.retire_behaviour(behaviour.id, retire).await?;
        let said = if retire { "The behaviour was retired." } else { "The behaviour was brought back." };
        Ok(with_notice(&at_skill(skill.key.as_str(), skill.retired || retire), said))
    };
    answer.await.map_err(|error| Refusal::new(app, Some(viewer), &path(id), error))
}

fn path(id: &str) -> String {
    below("/skill-map/behaviours", id)
}
