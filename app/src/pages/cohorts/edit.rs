//! `/cohorts/new` and `/cohorts/{key}/edit`: the form, and what happens when it is sent.

use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{Fields, ServiceError, access, cohorts::CohortForm};

use super::{
    PATH,
    fields::{Choices, CohortFields, Frame},
    skill_name, skills,
};
use crate::components::{Choice, Link, below};
use crate::web::{Answer, AppState, Page, Posted, Refusal, SignedIn, with_notice};

const NEW: &str = "/cohorts/new";

pub async fn new(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let page = async {
        let form = CohortForm { wave: newest_wave(&app, &viewer).await?, ..CohortForm::default() };
        new_page(&app, &viewer, form, Fields::default()).await
    };
    page.await.map_err(|error| Refusal::new(&app, Some(&viewer), NEW, error))
}

pub async fn create(State(app): State<AppState>, Posted { viewer, form }: Posted<CohortForm>) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), NEW, error);
    let desk = app.service.programme_desk(&viewer).map_err(refuse)?;
    let answer = match desk.create_cohort(&form).await {
        Ok(key) => {
            Ok(with_notice(&below(PATH, key.as_str()), "The cohort was created. Enrol its people next."))
        }
        Err(ServiceError::Invalid(wrong)) => new_page(&app, &viewer, form, wrong).await,
        Err(error) => Err(error),
    };
    answer.map_err(refuse)
}

pub async fn show(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
) -> Answer {
    let page = edit_page(&app, &viewer, &key, None).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), &below(PATH, &key), error))
}

pub async fn save(
    State(app): State<AppState>,
    Path(key): Path<String>,
    Posted { viewer, form }: Posted<CohortForm>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), &below(PATH, &key), error);
    let desk = app.service.programme_desk(&viewer).map_err(refuse)?;
    let answer = match desk.edit_cohort(&key, &form).await {
        Ok(()) => Ok(with_notice(&below(PATH, &key), "The cohort was saved.")),
        Err(ServiceError::Invalid(wrong)) => edit_page(&app, &viewer, &key, Some((form, wrong))).await,
        Err(error) => Err(error),
    };
    answer.map_err(refuse)
}

/// A new cohort mostly joins the wave that is being put together.
async fn newest_wave(app: &AppState, viewer: &Viewer) -> Result<String, ServiceError> {
    let cohorts = app.service.cohorts(viewer).await?;
    Ok(cohorts.iter().map(|cohort| cohort.wave).max().unwrap_or(1).to_string())
}

async fn new_page(
    app: &AppState,
    viewer: &Viewer,
    form: CohortForm,
    wrong: Fields,
) -> Result<Response, ServiceError> {
    let frame = Frame {
        title: "New cohort".to_owned(),
        cohort: None,
        action: NEW.to_owned(),
        button: "Create cohort",
        cancel: PATH.to_owned(),
    };
    page(app, viewer, NEW, frame, form, wrong).await
}

/// The cohort as it is, or as it was `sent` with what is wrong about it.
async fn edit_page(
    app: &AppState,
    viewer: &Viewer,
    key: &str,
    sent: Option<(CohortForm, Fields)>,
) -> Result<Response, ServiceError> {
    access::found(access::runs_programme(viewer))?;
    let cohort = app.service.cohort_desk(viewer, key)?.page().await?;
    let (form, wrong) = sent.unwrap_or((cohort.form, Fields::default()));
    let path = below(PATH, key);
    let frame = Frame {
        title: "Edit cohort".to_owned(),
        cohort: Some(Link::new(cohort.line.name, path.clone())),
        action: format!("{path}/edit"),
        button: "Save cohort",
        cancel: path,
    };
    let action = frame.action.clone();
    page(app, viewer, &action, frame, form, wrong).await
}

async fn page(
    app: &AppState,
    viewer: &Viewer,
    path: &str,
    frame: Frame,
    form: CohortForm,
    wrong: Fields,
) -> Result<Response, ServiceError> {
    let people = app.service.programme_desk(viewer)?.people_to_choose().await?;
    let choices = Choices {
        coaches: people
            .into_iter()
            .map(|(id, name, team)| Choice::new(id.0.to_string(), format!("{name}, {team}")))
            .collect(),
        skills: skill_choices(app, viewer, &form.skills).await?,
    };
    Ok(Page::with_form(app, viewer, path, &frame.title, &wrong)
        .render(|| view! { <CohortFields frame choices form wrong /> }))
}

/// The skills of today, and those chosen before that were retired since: one has to see them to leave them out.
async fn skill_choices(
    app: &AppState,
    viewer: &Viewer,
    chosen: &[String],
) -> Result<Vec<Choice>, ServiceError> {
    let known = skills(app, viewer).await?;
    let current = known.iter().filter(|(_, skill)| !skill.retired);
    let mut choices: Vec<Choice> =
        current.map(|(key, skill)| Choice::new(key.clone(), skill.name.clone())).collect();
    choices.sort_by(|a, b| a.text.cmp(&b.text));
    for key in chosen {
        if !choices.iter().any(|choice| choice.value == *key) {
            choices.push(Choice::new(key.clone(), format!("{} (retired)", skill_name(&known, key))));
        }
    }
    Ok(choices)
}
