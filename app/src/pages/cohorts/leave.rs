//! `/cohorts/{key}/leave`: ends one person's enrolment on a day, or takes it back.

use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::viewer::Viewer;
use jiff::civil::Date;
use leptos::prelude::*;
use service::{
    Fields, ServiceError, access,
    cohorts::LeaveForm,
    views::{CohortLine, Participant},
};

use super::PATH;
use crate::components::{
    Breadcrumbs, Link, PageHeader, below,
    form::{Confirm, DateField, ErrorSummary, Hidden, Submit},
};
use crate::web::{
    Answer, AppState, Page, Parameters, Posted, Refusal, SignedIn, beside, summary, with_notice,
};
use crate::words;

pub async fn show(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
    parameters: Parameters,
) -> Answer {
    let asked = |name| parameters.get(name).unwrap_or_default().to_owned();
    let form = LeaveForm { person: asked("person"), joined_on: asked("joined_on"), left_on: String::new() };
    let page = page(&app, &viewer, &key, form, Fields::default()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), &below(PATH, &key), error))
}

pub async fn save(
    State(app): State<AppState>,
    Path(key): Path<String>,
    Posted { viewer, form }: Posted<LeaveForm>,
) -> Answer {
    let answer = match leave(&app, &viewer, &key, &form).await {
        Ok(()) => Ok(with_notice(&below(PATH, &key), "The day they leave was saved.")),
        Err(ServiceError::Invalid(wrong)) => page(&app, &viewer, &key, form, wrong).await,
        Err(error) => Err(error),
    };
    answer.map_err(|error| Refusal::new(&app, Some(&viewer), &below(PATH, &key), error))
}

/// Without a day the service would take the enrolment back: that is asked for by its own form only.
async fn leave(app: &AppState, viewer: &Viewer, key: &str, form: &LeaveForm) -> Result<(), ServiceError> {
    access::found(access::runs_programme(viewer))?;
    if form.left_on.trim().is_empty() {
        let mut wrong = Fields::default();
        wrong.add("left_on", "Give the day they leave.");
        return wrong.into_result();
    }
    app.service.programme_desk(viewer)?.leave(key, form).await
}

pub async fn take_back(
    State(app): State<AppState>,
    Path(key): Path<String>,
    Posted { viewer, form }: Posted<LeaveForm>,
) -> Answer {
    let form = LeaveForm { left_on: String::new(), ..form };
    let refuse = |error| Refusal::new(&app, Some(&viewer), &below(PATH, &key), error);
    let desk = app.service.programme_desk(&viewer).map_err(refuse)?;
    desk.leave(&key, &form).await.map_err(refuse)?;
    Ok(with_notice(&below(PATH, &key), "The enrolment was taken back."))
}

async fn page(
    app: &AppState,
    viewer: &Viewer,
    key: &str,
    form: LeaveForm,
    wrong: Fields,
) -> Result<Response, ServiceError> {
    access::found(access::runs_programme(viewer))?;
    let cohort = app.service.cohort_desk(viewer, key)?.page().await?;
    let mut people = cohort.participants.into_iter().flatten();
    let who = people
        .find(|p| p.person.0.to_string() == form.person && p.joined_on.to_string() == form.joined_on)
        .ok_or(ServiceError::NotFound)?;
    let today = app.service.data_day().await?;
    // A form that came back keeps what was typed, even nothing.
    let left_on = if wrong.0.is_empty() {
        who.left_on.unwrap_or(who.joined_on.max(today)).to_string()
    } else {
        form.left_on
    };
    Ok(Page::with_form(app, viewer, &below(PATH, key), "End an enrolment", &wrong)
        .render(|| view! { <Leave cohort=cohort.line who left_on today wrong /> }))
}

#[component]
fn Leave(cohort: CohortLine, who: Participant, left_on: String, today: Date, wrong: Fields) -> impl IntoView {
    let path = below(PATH, &cohort.key);
    let trail = vec![Link::new("Cohorts", PATH), Link::new(cohort.name, path.clone())];
    let since = words::day(who.joined_on, today.year());
    view! {
        <Breadcrumbs trail here="End an enrolment" />
        <PageHeader title="End an enrolment" lead=format!("{}, {}, enrolled since {since}.", who.name, who.team) />
        <ErrorSummary errors=summary(&wrong) />
        <form class="form" method="post" action=format!("{path}/leave")>
            <Enrolment who=who.clone() />
            <DateField
                name="left_on"
                label="They leave on"
                value=left_on
                help="From this day on they no longer count towards the cohort. What they did before stays in its figures."
                error=beside(&wrong, "left_on")
                required=true
            />
            <Submit text="Save the day they leave" cancel=path.clone() />
        </form>
        <Confirm
            title="Take the enrolment back"
            consequence="For somebody who was enrolled by mistake: the cohort's figures are computed as if they had never joined. The list of changes says that an enrolment was taken back."
            action=format!("{path}/take-back")
            button="Take the enrolment back"
        >
            <Enrolment who />
        </Confirm>
    }
    .into_any()
}

/// Which enrolment: a person may join, leave and join again.
#[component]
fn Enrolment(who: Participant) -> impl IntoView {
    view! {
        <Hidden name="person" value=who.person.0.to_string() />
        <Hidden name="joined_on" value=who.joined_on.to_string() />
    }
    .into_any()
}
