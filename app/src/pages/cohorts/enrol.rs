//! `/cohorts/{key}/enrol`: whom to enrol, chosen team by team.

use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::viewer::Viewer;
use jiff::civil::Date;
use leptos::prelude::*;
use service::{Fields, ServiceError, access, cohorts::EnrolForm, views::CohortPage};

use super::{
    PATH,
    choose::{Choose, Person},
};
use crate::components::below;
use crate::web::{Answer, AppState, Page, Parameters, Posted, Refusal, SignedIn, with_notice};
use crate::words;

pub async fn show(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
    parameters: Parameters,
) -> Answer {
    let page = page(&app, &viewer, &key, &parameters, None).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), &below(PATH, &key), error))
}

pub async fn save(
    State(app): State<AppState>,
    Path(key): Path<String>,
    parameters: Parameters,
    Posted { viewer, form }: Posted<EnrolForm>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), &below(PATH, &key), error);
    let desk = app.service.programme_desk(&viewer).map_err(refuse)?;
    let answer = match desk.enrol(&key, &form).await {
        Ok(people) => {
            let people = words::plural(people as u64, "person was", "people were");
            Ok(with_notice(&below(PATH, &key), &format!("{people} enrolled.")))
        }
        Err(ServiceError::Invalid(wrong)) => {
            page(&app, &viewer, &key, &parameters, Some((form, wrong))).await
        }
        Err(error) => Err(error),
    };
    answer.map_err(refuse)
}

async fn page(
    app: &AppState,
    viewer: &Viewer,
    key: &str,
    parameters: &Parameters,
    sent: Option<(EnrolForm, Fields)>,
) -> Result<Response, ServiceError> {
    access::found(access::runs_programme(viewer))?;
    let cohort = app.service.cohort_desk(viewer, key)?.page().await?;
    let today = app.service.data_day().await?;
    let people = people(app, viewer, &cohort, today).await?;
    let (form, wrong) = sent.unwrap_or_else(|| (first_form(&cohort, today), Fields::default()));
    let team = parameters.get("team").unwrap_or_default().to_owned();
    let line = cohort.line;
    Ok(Page::with_form(app, viewer, &below(PATH, key), "Enrol people", &wrong)
        .render(|| view! { <Choose cohort=line people team form wrong /> }))
}

/// From the first day of a learning sprint that is to come, from today on for one that runs.
fn first_form(cohort: &CohortPage, today: Date) -> EnrolForm {
    EnrolForm { people: vec![], joined_on: cohort.line.first_day.max(today).to_string() }
}

async fn people(
    app: &AppState,
    viewer: &Viewer,
    cohort: &CohortPage,
    today: Date,
) -> Result<Vec<Person>, ServiceError> {
    let enrolled = |id| {
        let own = cohort.participants.iter().flatten().filter(|participant| participant.person == id);
        own.into_iter().any(|participant| participant.left_on.is_none_or(|left| left > today))
    };
    let people = app.service.programme_desk(viewer)?.people_to_choose().await?.into_iter();
    let person = |(id, name, team)| Person { id, name, team, enrolled: enrolled(id) };
    Ok(people.map(person).collect())
}
