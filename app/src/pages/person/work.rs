//! `/people/{person}/work`: one person's work record, where the policy opens it. Why first, then the record.

use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{
    Fields, ServiceError,
    individual::{PurposeForm, WorkRecord},
};

use super::{PEOPLE, WorkTable, median, purpose::AskPurpose};
use crate::components::{Breadcrumbs, Link, PageHeader, below, href};
use crate::web::{Answer, AppState, Page, Parameters, Posted, Refusal, SignedIn, redirect};

fn path(person: &str) -> String {
    format!("{}/work", below(PEOPLE, person))
}

pub async fn show(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(person): Path<String>,
    parameters: Parameters,
) -> Answer {
    let page = page(&app, &viewer, &person, parameters.get("view")).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), PEOPLE, error))
}

pub async fn state(
    State(app): State<AppState>,
    Path(person): Path<String>,
    Posted { viewer, form }: Posted<PurposeForm>,
) -> Answer {
    let answer = stated(&app, &viewer, &person, form).await;
    answer.map_err(|error| Refusal::new(&app, Some(&viewer), PEOPLE, error))
}

async fn stated(
    app: &AppState,
    viewer: &Viewer,
    person: &str,
    form: PurposeForm,
) -> Result<Response, ServiceError> {
    let records = app.service.work_records(viewer).await?;
    match records.state_purpose(person, &form).await {
        Ok(view) => Ok(redirect(&href(&path(person), [("view", view.to_string().as_str())]))),
        Err(ServiceError::Invalid(wrong)) => ask(app, viewer, person, form, wrong).await,
        Err(error) => Err(error),
    }
}

async fn page(
    app: &AppState,
    viewer: &Viewer,
    person: &str,
    view: Option<&str>,
) -> Result<Response, ServiceError> {
    let Some(record) = app.service.work_records(viewer).await?.record(person, view).await? else {
        return ask(app, viewer, person, PurposeForm::default(), Fields::default()).await;
    };
    let year = app.service.data_day().await?.year();
    Ok(Page::new(app, Some(viewer), PEOPLE, format!("Work record of {}", record.name))
        .render(|| view! { <Work record year /> }))
}

async fn ask(
    app: &AppState,
    viewer: &Viewer,
    person: &str,
    form: PurposeForm,
    wrong: Fields,
) -> Result<Response, ServiceError> {
    let (_, name) = app.service.work_records(viewer).await?.person(person).await?;
    let title = format!("Work record of {name}");
    let path = path(person);
    Ok(Page::with_form(app, viewer, PEOPLE, &title, &wrong).render(|| {
        view! {
            <Breadcrumbs trail=vec![Link::new("Work records", PEOPLE)] here=name />
            <PageHeader
                title
                lead="One person's record is opened for a reason. Say yours: it is logged and shown to them, and holds for this view."
            />
            <AskPurpose form wrong path back=PEOPLE.to_owned() />
        }
    }))
}

#[component]
fn Work(record: WorkRecord, year: i16) -> impl IntoView {
    let WorkRecord { name, median_hours, sprints, .. } = record;
    let middle = median(median_hours);
    let lead = format!(
        "For the purpose you stated, beside their own middle and nobody else's. {middle}This view ends after a quarter of an hour."
    );
    view! {
        <Breadcrumbs trail=vec![Link::new("Work records", PEOPLE)] here=name.clone() />
        <PageHeader title=format!("Work record of {name}") lead />
        <WorkTable sprints year />
    }
    .into_any()
}
