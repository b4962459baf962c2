//! `/cohorts/{key}/attendance`: who was at a session.

use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{
    Fields, ServiceError,
    sources::attendance::{AttendanceForm, AttendancePage, Outcome, Recorded},
};

use super::parts::Saved;
use crate::components::{
    Breadcrumbs, Cell, Choice, Column, DataTable, EmptyState, Link, PageHeader, Section, TableData, below,
    form::{CheckboxGroup, Confirm, DateField, ErrorSummary, Hidden, SelectField, Submit},
    href,
};
use crate::web::{
    Answer, AppState, Page, Parameters, Posted, Refusal, SignedIn, beside, summary, with_notice,
};
use crate::words;

const TITLE: &str = "Attendance";

fn path_of(key: &str) -> String {
    format!("{}/attendance", below("/cohorts", key))
}

pub async fn show(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
    parameters: Parameters,
) -> Answer {
    let page = async {
        let form = match (parameters.get("content"), parameters.get("held_on")) {
            (Some(content), Some(day)) => {
                app.service.cohort_desk(&viewer, &key)?.attendance_form(content, day).await?
            }
            _ => AttendanceForm::default(),
        };
        page(&app, &viewer, &key, parameters.notice(), form, Fields::default()).await
    };
    page.await.map_err(|error| Refusal::new(&app, Some(&viewer), &path_of(&key), error))
}

pub async fn save(
    State(app): State<AppState>,
    Path(key): Path<String>,
    Posted { viewer, form }: Posted<AttendanceForm>,
) -> Answer {
    let path = path_of(&key);
    let refuse = |error| Refusal::new(&app, Some(&viewer), &path, error);
    let desk = app.service.cohort_desk(&viewer, &key).map_err(refuse)?;
    let answer = match desk.record_attendance(&form).await {
        Ok(outcome) => Ok(with_notice(&path, &told(outcome))),
        Err(ServiceError::Invalid(wrong)) => page(&app, &viewer, &key, None, form, wrong).await,
        Err(error) => Err(error),
    };
    answer.map_err(refuse)
}

fn told(outcome: Outcome) -> String {
    match outcome {
        Outcome::Recorded(people) => {
            format!("{} recorded.", words::plural(people as u64, "person was", "people were"))
        }
        Outcome::Same => "Nothing changed: it is what was recorded already.".to_owned(),
        Outcome::TakenBack => "The session was taken back: nobody counts as having been there.".to_owned(),
    }
}

async fn page(
    app: &AppState,
    viewer: &Viewer,
    key: &str,
    notice: Option<String>,
    form: AttendanceForm,
    wrong: Fields,
) -> Result<Response, ServiceError> {
    let found = app.service.cohort_desk(viewer, key)?.attendance().await?;
    let path = path_of(key);
    let trail =
        vec![Link::new("Cohorts", "/cohorts"), Link::new(found.cohort.clone(), below("/cohorts", key))];
    Ok(Page::with_form(app, viewer, &path, TITLE, &wrong).render(|| {
        view! {
            <Breadcrumbs trail here=TITLE />
            <PageHeader
                title=TITLE
                lead="Who was at a peer session. It counts for each of them; recording a session again replaces what was said of it."
            />
            <Saved notice />
            <RecordedSessions recorded=found.recorded.clone() path=path.clone() />
            <Form found form wrong path=path.clone() />
        }
    }))
}

#[component]
fn RecordedSessions(recorded: Vec<Recorded>, path: String) -> impl IntoView {
    if recorded.is_empty() {
        return ().into_any();
    }
    let row = |session: &Recorded| -> Vec<Cell> {
        let change =
            href(&path, [("content", session.content.as_str()), ("held_on", session.held_on.as_str())]);
        vec![
            session.name.clone().into(),
            session.held_on.clone().into(),
            session.people.to_string().into(),
            Link::new(format!("Change {} of {}", session.name, session.held_on), change).into(),
        ]
    };
    let data = TableData {
        caption: "Sessions that were recorded".to_owned(),
        columns: vec![
            Column::text("Session"),
            Column::text("Held on"),
            Column::number("People"),
            Column::text("Change"),
        ],
        rows: recorded.iter().map(row).collect(),
    };
    let take_back = move |session: Recorded| {
        let action = path.clone();
        view! {
            <Confirm
                title=format!("Take {} of {} back", session.name, session.held_on)
                consequence="Nobody counts as having been there. It can be recorded again."
                action
                button="Take the session back"
            >
                <Hidden name="content" value=session.content.clone() />
                <Hidden name="held_on" value=session.held_on.clone() />
            </Confirm>
        }
    };
    view! {
        <Section title="Recorded">
            <DataTable data caption_hidden=true />
            {recorded.into_iter().map(take_back).collect_view()}
        </Section>
    }
    .into_any()
}

#[component]
fn Form(found: AttendancePage, form: AttendanceForm, wrong: Fields, path: String) -> impl IntoView {
    if found.sessions.is_empty() || found.people.is_empty() {
        return view! {
            <EmptyState
                missing="There is nothing to record yet."
                next_step="It needs people who are enrolled, and content of the kind peer session (imported as a sheet of content)."
            />
        }
        .into_any();
    }
    let sessions = found.sessions.into_iter().map(|(id, name)| Choice::new(id, name)).collect::<Vec<_>>();
    let people =
        found.people.into_iter().map(|(id, name)| Choice::new(id.0.to_string(), name)).collect::<Vec<_>>();
    view! {
        <Section title="Record a session">
            <ErrorSummary errors=summary(&wrong) />
            <form class="form" method="post" action=path>
                <SelectField
                    name="content"
                    label="Session"
                    choices=sessions
                    selected=form.content
                    error=beside(&wrong, "content")
                    required=true
                />
                <DateField
                    name="held_on"
                    label="Held on"
                    value=form.held_on
                    error=beside(&wrong, "held_on")
                    required=true
                />
                <CheckboxGroup
                    name="people"
                    legend="Who was there"
                    choices=people
                    selected=form.people
                    error=beside(&wrong, "people")
                />
                <Submit text="Record attendance" />
            </form>
        </Section>
    }
    .into_any()
}
