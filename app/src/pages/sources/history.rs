//! `/sources/history`: a CSV file of an LMS, looked at before anything of it is stored.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{
    ServiceError,
    sources::history::{CellError, Imported, Mapping, Preview, read},
};

use super::HISTORY;
use super::parts::{Saved, Way};
use crate::components::{
    Cell, Column, DataTable, Notice, NoticeKind, PageHeader, Section, TableData,
    form::{TextArea, TextField},
};
use crate::web::{Answer, AppState, Page, Parameters, Posted, Refusal, SignedIn, with_notice};
use crate::words;

const TITLE: &str = "History";

#[derive(Debug, Default)]
struct HistoryForm {
    file: String,
    mapping: Mapping,
}

impl HistoryForm {
    /// All fields of the form are text, and those of the mapping are called as the mapping calls them.
    fn read(mut fields: BTreeMap<String, String>) -> Self {
        let file = fields.remove("file").unwrap_or_default();
        let mapping = serde_json::to_value(fields).and_then(serde_json::from_value);
        Self { file, mapping: mapping.unwrap_or_default() }
    }
}

/// What the page says of the file.
enum Looked {
    NotYet,
    Wrong(Vec<CellError>),
    Fits(Preview),
}

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let page = page(&app, &viewer, parameters.notice(), HistoryForm::default(), Looked::NotYet);
    page.map_err(|error| Refusal::new(&app, Some(&viewer), HISTORY, error))
}

pub async fn send(
    State(app): State<AppState>,
    Posted { viewer, form }: Posted<BTreeMap<String, String>>,
) -> Answer {
    let imports = form.get("act").is_some_and(|act| act == "import");
    let form = HistoryForm::read(form);
    let refuse = |error| Refusal::new(&app, Some(&viewer), HISTORY, error);
    let desk = app.service.source_desk(&viewer).map_err(refuse)?;
    let history = match read(form.file.as_bytes(), &form.mapping) {
        Ok(history) => history,
        Err(errors) => return page(&app, &viewer, None, form, Looked::Wrong(errors)).map_err(refuse),
    };
    let source = form.mapping.source.trim();
    if let Some(problem) = desk.history_source_problem(source).await.map_err(refuse)? {
        let wrong = CellError { line: 0, column: "source".to_owned(), problem };
        return page(&app, &viewer, None, form, Looked::Wrong(vec![wrong])).map_err(refuse);
    }
    if !imports {
        let looked = Looked::Fits(history.preview());
        return page(&app, &viewer, None, form, looked).map_err(refuse);
    }
    let imported = desk.import_history(source, history).await.map_err(refuse)?;
    Ok(with_notice(HISTORY, &told(imported)))
}

fn told(imported: Imported) -> String {
    let Imported { new, repeated, differing, left_out } = imported;
    let new = words::plural(new as u64, "statement is", "statements are");
    let differ = match differing {
        0 => String::new(),
        n => format!(", {n} there with other details (statements never change)"),
    };
    format!("{new} new, {repeated} already there{differ}, {left_out} left out.")
}

fn page(
    app: &AppState,
    viewer: &Viewer,
    notice: Option<String>,
    form: HistoryForm,
    looked: Looked,
) -> Result<Response, ServiceError> {
    app.service.source_desk(viewer)?;
    let status =
        if matches!(looked, Looked::Wrong(_)) { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let fits = matches!(looked, Looked::Fits(_));
    Ok(Page::new(app, Some(viewer), HISTORY, TITLE).status(status).render(|| {
        view! {
            <Way here=TITLE />
            <PageHeader
                title=TITLE
                lead="What was learnt before, from a learning management system: all of a file or nothing, and importing it twice changes nothing."
            />
            <Saved notice />
            <Look looked />
            <Form form fits />
        }
    }))
}

#[component]
fn Look(looked: Looked) -> impl IntoView {
    match looked {
        Looked::NotYet => ().into_any(),
        Looked::Wrong(errors) => {
            let entry = |error: CellError| {
                let place = match (error.line, error.column.is_empty()) {
                    (0, _) => format!("Mapping, {}", error.column),
                    (line, true) => format!("Line {line}"),
                    (line, false) => format!("Line {line}, column {}", error.column),
                };
                view! { <li>{format!("{place}: {}", error.problem)}</li> }
            };
            view! {
                <div class="error-summary" role="alert" aria-labelledby="wrong-title">
                    <h2 id="wrong-title">"Nothing was stored"</h2>
                    <ul>{errors.into_iter().map(entry).collect_view()}</ul>
                </div>
            }
            .into_any()
        }
        Looked::Fits(preview) => fits(&preview),
    }
}

fn fits(preview: &Preview) -> AnyView {
    let rows = preview.rows.iter().map(|row| -> Vec<Cell> {
        vec![
            row.line.to_string().into(),
            row.person.clone().into(),
            row.verb.clone().into(),
            row.activity.clone().into(),
            row.at.clone().into(),
        ]
    });
    let data = TableData {
        caption: "The first rows as statements".to_owned(),
        columns: ["Line", "Person", "Verb", "Activity", "When"].map(Column::text).to_vec(),
        rows: rows.collect(),
    };
    let text = format!(
        "The file fits: {}, {} left out. Nothing is stored yet.",
        words::plural(preview.statements as u64, "statement", "statements"),
        words::plural(preview.left_out as u64, "row", "rows")
    );
    view! {
        <Notice kind=NoticeKind::Saved text />
        <Section title="The first rows">
            <DataTable data caption_hidden=true />
        </Section>
    }
    .into_any()
}

#[component]
fn Form(form: HistoryForm, fits: bool) -> impl IntoView {
    let HistoryForm { file, mapping } = form;
    let Mapping { source, person, home_page, at, date_format, time_zone, activity, activity_prefix, .. } =
        mapping.clone();
    let Mapping { name, status, statuses, score, skill, role, team, repository, sprint, .. } = mapping;
    view! {
        <form class="form" method="post" action=HISTORY>
            <Section title="The file">
                <TextField name="source" label="Name of the LMS" value=source help="As in moodle: the name under which its statements stand." required=true />
                <TextArea
                    name="file"
                    label="Content of the CSV file"
                    value=file
                    help="With the names of its columns in the first line; up to 200 kB. Larger files: sightline import history."
                    required=true
                    rows=8
                />
            </Section>
            <Section title="Its columns">
                <TextField name="person" label="Column with the e-mail address or account" value=person required=true />
                <TextField name="home_page" label="Home page of the accounts" value=home_page help="Only where people are accounts: https://lms.example" />
                <TextField name="activity" label="Column with the activity" value=activity required=true />
                <TextField name="activity_prefix" label="Before the activity" value=activity_prefix help="https://lms.example/courses/" />
                <TextField name="name" label="Column with the activity's name" value=name />
                <TextField name="at" label="Column with the day or time" value=at required=true />
                <TextField name="date_format" label="How times are written" value=date_format help="As %d.%m.%Y %H:%M; empty: 2026-03-01T09:30" />
                <TextField name="time_zone" label="Time zone" value=time_zone help="Europe/Berlin; empty: UTC" />
                <TextField name="status" label="Column with the status" value=status help="Empty: everything was completed." />
                <TextArea name="statuses" label="What each status means" value=statuses help="A line each: Complete = completed. Verbs: initialized, completed, passed, failed, attended; nothing behind = leaves rows out." />
                <TextField name="score" label="Column with a score from 0 to 100" value=score />
            </Section>
            <Section title="Columns with tags">
                <TextField name="skill" label="Skill" value=skill />
                <TextField name="role" label="Role" value=role />
                <TextField name="team" label="Team" value=team />
                <TextField name="repository" label="Repository" value=repository />
                <TextField name="sprint" label="Sprint" value=sprint />
            </Section>
            <div class="form-actions">
                <button class="button button-main" type="submit" name="act" value="preview">
                    "Look at the first rows"
                </button>
                {fits
                    .then(|| {
                        view! {
                            <button class="button" type="submit" name="act" value="import">
                                "Import the file"
                            </button>
                        }
                    })}
            </div>
        </form>
    }
    .into_any()
}
