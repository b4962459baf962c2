//! `/impact/outcomes`: what the programme is held against. Adding an outcome needs a figure and a form, no code.

mod form;
mod list;

use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::{outcome::OutcomeDefinition, viewer::Viewer};
use leptos::prelude::*;
use service::{Fields, ServiceError, impact::outcomes::OutcomeForm};

use super::OUTCOMES;
use crate::components::below;
use crate::web::{Answer, AppState, Page, Parameters, Posted, Refusal, Routes, SignedIn, with_notice};
use form::{AddOutcome, EditOutcome};
use list::Outcomes;

const NEW: &str = "/impact/outcomes/new";

pub fn routes() -> Routes {
    Routes::new()
        .get(OUTCOMES, show)
        .get(NEW, new)
        .post(NEW, add)
        .get("/impact/outcomes/{outcome}", open)
        .post("/impact/outcomes/{outcome}", edit)
        .post("/impact/outcomes/{outcome}/retire", retire)
        .post("/impact/outcomes/{outcome}/bring-back", bring_back)
}

async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), OUTCOMES, error);
    let outcomes = app.service.programme_desk(&viewer).map_err(refuse)?.outcomes().await.map_err(refuse)?;
    let saved = parameters.notice();
    Ok(Page::new(&app, Some(&viewer), OUTCOMES, "Outcomes").render(|| view! { <Outcomes outcomes saved /> }))
}

async fn new(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), NEW, error);
    app.service.programme_desk(&viewer).map_err(refuse)?;
    Ok(add_page(&app, &viewer, OutcomeForm::default(), Fields::default()))
}

async fn add(State(app): State<AppState>, Posted { viewer, form }: Posted<OutcomeForm>) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), NEW, error);
    let desk = app.service.programme_desk(&viewer).map_err(refuse)?;
    match desk.add_outcome(&form).await {
        Ok(_) => Ok(with_notice(OUTCOMES, "The outcome was added. Its first verdict is being worked out.")),
        Err(ServiceError::Invalid(wrong)) => Ok(add_page(&app, &viewer, form, wrong)),
        Err(error) => Err(refuse(error)),
    }
}

fn add_page(app: &AppState, viewer: &Viewer, form: OutcomeForm, wrong: Fields) -> Response {
    Page::with_form(app, viewer, NEW, "Add an outcome", &wrong).render(|| view! { <AddOutcome form wrong /> })
}

async fn open(State(app): State<AppState>, SignedIn(viewer): SignedIn, Path(key): Path<String>) -> Answer {
    let page = edit_page(&app, &viewer, &key, None).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), &path(&key), error))
}

async fn edit(
    State(app): State<AppState>,
    Path(key): Path<String>,
    Posted { viewer, form }: Posted<OutcomeForm>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), &path(&key), error);
    let desk = app.service.programme_desk(&viewer).map_err(refuse)?;
    let answer = match desk.edit_outcome(&key, &form).await {
        Ok(()) => Ok(with_notice(OUTCOMES, "The outcome was saved. Verdicts are being worked out anew.")),
        Err(ServiceError::Invalid(wrong)) => edit_page(&app, &viewer, &key, Some((form, wrong))).await,
        Err(error) => Err(error),
    };
    answer.map_err(refuse)
}

/// The outcome as it is, or as it was `sent` with what is wrong about it.
async fn edit_page(
    app: &AppState,
    viewer: &Viewer,
    key: &str,
    sent: Option<(OutcomeForm, Fields)>,
) -> Result<Response, ServiceError> {
    let outcomes = app.service.programme_desk(viewer)?.outcomes().await?;
    let find = |outcome: &OutcomeDefinition| outcome.key.as_str() == key;
    let outcome = outcomes.into_iter().find(find).ok_or(ServiceError::NotFound)?;
    let (form, wrong) = sent.unwrap_or_else(|| (OutcomeForm::from(&outcome), Fields::default()));
    Ok(Page::with_form(app, viewer, &path(key), &outcome.name, &wrong)
        .render(|| view! { <EditOutcome outcome form wrong /> }))
}

async fn retire(State(app): State<AppState>, SignedIn(viewer): SignedIn, Path(key): Path<String>) -> Answer {
    set_retired(&app, &viewer, &key, true).await
}

async fn bring_back(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
) -> Answer {
    set_retired(&app, &viewer, &key, false).await
}

async fn set_retired(app: &AppState, viewer: &Viewer, key: &str, retire: bool) -> Answer {
    let refuse = |error| Refusal::new(app, Some(viewer), &path(key), error);
    let desk = app.service.programme_desk(viewer).map_err(refuse)?;
    desk.retire_outcome(key, retire).await.map_err(refuse)?;
    Ok(with_notice(
        OUTCOMES,
        if retire { "The outcome was retired." } else { "The outcome was brought back." },
    ))
}

fn path(key: &str) -> String {
    below(OUTCOMES, key)
}
