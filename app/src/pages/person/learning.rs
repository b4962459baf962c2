//! `/cohorts/{key}/people/{person}`: why first, then one participant's learning in this cohort.

use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::{EpochMs, viewer::Viewer};
use leptos::prelude::*;
use service::{
    Fields, ServiceError,
    individual::{LearningRecord, PurposeForm, Use},
};

use super::purpose::AskPurpose;
use crate::components::{
    Breadcrumbs, Cell, Column, DataTable, EmptyState, Link, PageHeader, Section, TableData, below, href,
};
use crate::web::{Answer, AppState, Page, Parameters, Posted, Refusal, SignedIn, redirect};
use crate::words;

const COHORTS: &str = "/cohorts";

/// Whose record, as the address names it.
type Address = (String, String);

fn cohort_path(key: &str) -> String {
    below(COHORTS, key)
}

fn path((key, person): &Address) -> String {
    below(&format!("{}/people", cohort_path(key)), person)
}

pub async fn show(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(address): Path<Address>,
    parameters: Parameters,
) -> Answer {
    let page = page(&app, &viewer, &address, parameters.get("view")).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), COHORTS, error))
}

pub async fn state(
    State(app): State<AppState>,
    Path(address): Path<Address>,
    Posted { viewer, form }: Posted<PurposeForm>,
) -> Answer {
    let answer = stated(&app, &viewer, &address, form).await;
    answer.map_err(|error| Refusal::new(&app, Some(&viewer), COHORTS, error))
}

async fn stated(
    app: &AppState,
    viewer: &Viewer,
    address: &Address,
    form: PurposeForm,
) -> Result<Response, ServiceError> {
    let records = app.service.learning_records(viewer, &address.0)?;
    match records.state_purpose(&address.1, &form).await {
        Ok(view) => Ok(redirect(&href(&path(address), [("view", view.to_string().as_str())]))),
        Err(ServiceError::Invalid(wrong)) => ask(app, viewer, address, form, wrong).await,
        Err(error) => Err(error),
    }
}

async fn page(
    app: &AppState,
    viewer: &Viewer,
    address: &Address,
    view: Option<&str>,
) -> Result<Response, ServiceError> {
    let records = app.service.learning_records(viewer, &address.0)?;
    let Some(record) = records.record(&address.1, view).await? else {
        return ask(app, viewer, address, PurposeForm::default(), Fields::default()).await;
    };
    let year = app.service.data_day().await?.year();
    let back = Link::new(record.cohort.clone(), cohort_path(&address.0));
    Ok(Page::new(app, Some(viewer), COHORTS, format!("Learning record of {}", record.name))
        .render(|| view! { <Learning record back year /> }))
}

async fn ask(
    app: &AppState,
    viewer: &Viewer,
    address: &Address,
    form: PurposeForm,
    wrong: Fields,
) -> Result<Response, ServiceError> {
    let (_, name, cohort) = app.service.learning_records(viewer, &address.0)?.participant(&address.1).await?;
    let title = format!("Learning record of {name}");
    let (path, back) = (path(address), cohort_path(&address.0));
    let trail = vec![Link::new("Cohorts", COHORTS), Link::new(cohort, back.clone())];
    Ok(Page::with_form(app, viewer, COHORTS, &title, &wrong).render(|| {
        view! {
            <Breadcrumbs trail here=name />
            <PageHeader
                title
                lead="One person's record is opened for a reason. Say yours: it is logged and shown to them, and holds for this view."
            />
            <AskPurpose form wrong path back />
        }
    }))
}

#[component]
fn Learning(record: LearningRecord, back: Link, year: i16) -> impl IntoView {
    let LearningRecord { name, labs, sessions, uses, .. } = record;
    let trail = vec![Link::new("Cohorts", COHORTS), back];
    let labs = labs.into_iter().map(|lab| {
        let state = match (lab.started, lab.completed) {
            (_, Some(at)) => Cell::from(format!("Completed on {}", words::day(at.date(), year))),
            (Some(at), None) => format!("Started on {}", words::day(at.date(), year)).into(),
            (None, None) => Cell::Muted("not started".to_owned()),
        };
        vec![lab.name.into(), state]
    });
    let sessions = sessions.into_iter().map(|session| dated(session.name, session.at, year)).collect();
    let uses = uses.map(|uses| uses.into_iter().map(|one| used(one, year)).collect());
    view! {
        <Breadcrumbs trail here=name.clone() />
        <PageHeader
            title=format!("Learning record of {name}")
            lead="What they did with the skills of this cohort while they were enrolled in it, for the purpose you stated. This view ends after a quarter of an hour."
        />
        <List title="Labs" second="State" rows=labs.collect() missing="This cohort has no labs." />
        <List title="Sessions attended in the learning sprint" second="When" rows=sessions missing="No session was attended yet." />
        {uses
            .map(|rows| {
                view! { <List title="Used on the job" second="How often" rows missing="Nothing was used on the job yet." /> }
            })}
    }
    .into_any()
}

/// `12 times, last on 13 August`.
fn used(one: Use, year: i16) -> Vec<Cell> {
    let last = words::day(one.last.date(), year);
    let text = if one.times == 1 {
        format!("Once, on {last}")
    } else {
        format!("{} times, last on {last}", one.times)
    };
    vec![one.name.into(), text.into()]
}

fn dated(name: String, at: EpochMs, year: i16) -> Vec<Cell> {
    vec![name.into(), words::day(at.date(), year).into()]
}

#[component]
fn List(
    title: &'static str,
    second: &'static str,
    rows: Vec<Vec<Cell>>,
    missing: &'static str,
) -> impl IntoView {
    if rows.is_empty() {
        return view! {
            <Section title=title>
                <EmptyState missing next_step="What arrives later shows here." />
            </Section>
        }
        .into_any();
    }
    let columns = vec![Column::text("What"), Column::text(second)];
    let data = TableData { caption: title.to_owned(), columns, rows };
    view! {
        <Section title=title>
            <DataTable data caption_hidden=true />
        </Section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::PersonId;
    use service::individual::{Lab, Session};

    use super::*;
    use crate::pages::testing::html;

    fn record(uses: Option<Vec<Use>>) -> LearningRecord {
        LearningRecord {
            person: PersonId("7b0e6c1e-0000-4000-8000-000000000007".parse().expect("a UUID")),
            name: "Demo Person 07".to_owned(),
            cohort: "Wave 1".to_owned(),
            labs: vec![
                Lab { name: "Slice a change".to_owned(), started: Some(EpochMs(0)), completed: None },
                Lab { name: "Review a change".to_owned(), started: None, completed: None },
            ],
            sessions: vec![Session { name: "Peer review".to_owned(), at: EpochMs(0) }],
            uses,
        }
    }

    fn page(uses: Option<Vec<Use>>) -> String {
        let back = Link::new("Wave 1", "/cohorts/c1");
        html(|| view! { <Learning record=record(uses) back year=1970 /> })
    }

    #[test]
    fn a_coach_sees_labs_and_sessions_and_no_word_of_the_job() {
        let html = page(None);
        for words in ["Started on 1 January", "not started", "Peer review", "quarter of an hour"] {
            assert!(html.contains(words), "{words} in {html}");
        }
        assert!(!html.contains("on the job"), "{html}");
    }

    #[test]
    fn learning_and_development_sees_what_was_used_on_the_job() {
        let html = page(Some(vec![Use { name: "Checklist".to_owned(), times: 12, last: EpochMs(0) }]));
        assert!(html.contains("Used on the job") && html.contains("12 times, last on 1 January"), "{html}");
    }
}
