//! `/my-records/records?kind=…&page=…`: every statement and fact about the reader, with its source and when it arrived.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{
    ServiceError,
    individual::{Record, RecordPage, RecordsKind},
};

use super::{PATH, source_name};
use crate::components::{
    Breadcrumbs, Cell, Column, DataTable, EmptyState, Link, PageHeader, Pager, TableData, href,
};
use crate::web::{Answer, AppState, Page, Parameters, Refusal, SignedIn};
use crate::words;

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let page = page(&app, &viewer, &parameters).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

async fn page(app: &AppState, viewer: &Viewer, parameters: &Parameters) -> Result<Response, ServiceError> {
    let kind = parameters.get("kind").and_then(RecordsKind::parse).unwrap_or(RecordsKind::All);
    let number = parameters.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let found = app.service.own_records(viewer)?.records(kind, number).await?;
    let year = app.service.data_day().await?.year();
    Ok(Page::new(app, Some(viewer), PATH, "Records about me")
        .render(|| view! { <Records kind found year /> }))
}

fn title(kind: RecordsKind) -> &'static str {
    match kind {
        RecordsKind::All => "Everything",
        RecordsKind::PullRequests => "Pull requests",
        RecordsKind::Defects => "Defects",
        RecordsKind::Learning => "Learning",
        RecordsKind::Statements => "Statements as they were sent",
    }
}

fn address(kind: RecordsKind, page: usize) -> String {
    href(&format!("{PATH}/records"), [("kind", kind.as_str()), ("page", page.to_string().as_str())])
}

#[component]
fn Records(kind: RecordsKind, found: RecordPage, year: i16) -> impl IntoView {
    let lead = format!("{}, newest first.", words::plural(found.total as u64, "record", "records"));
    let RecordPage { records, page, pages, .. } = found;
    let previous = (page > 1).then(|| address(kind, page - 1));
    let next = (page < pages).then(|| address(kind, page + 1));
    view! {
        <Breadcrumbs trail=vec![Link::new("My records", PATH)] here="Records about me" />
        <PageHeader title="Records about me" lead />
        <Kinds kind />
        <List records year />
        <Pager page pages previous next />
    }
    .into_any()
}

#[component]
fn Kinds(kind: RecordsKind) -> impl IntoView {
    let link = move |one: RecordsKind| {
        let current = (one == kind).then_some("page");
        view! {
            <li>
                <a href=address(one, 1) aria-current=current>
                    {title(one)}
                </a>
            </li>
        }
    };
    view! {
        <nav class="tabs" aria-label="Kind of record">
            <ul>{RecordsKind::ALL.map(link).collect_view()}</ul>
        </nav>
    }
    .into_any()
}

#[component]
fn List(records: Vec<Record>, year: i16) -> impl IntoView {
    if records.is_empty() {
        return view! {
            <EmptyState
                missing="There is nothing of this kind about you."
                next_step="If you expect something, look whether the account you used is linked to you."
                action=Link::new("See your accounts", PATH)
            />
        }
        .into_any();
    }
    let data = TableData {
        caption: "Records about you, newest first".to_owned(),
        columns: ["When", "What", "About", "Source", "Arrived"].map(Column::text).to_vec(),
        rows: records.into_iter().map(|record| row(record, year)).collect(),
    };
    view! { <DataTable data caption_hidden=true /> }.into_any()
}

fn row(record: Record, year: i16) -> Vec<Cell> {
    let (what, about) = match record.kind.as_str() {
        "pull_request" => ("Pull request opened".to_owned(), format!("{} {}", record.key, record.text)),
        "defect" => ("Defect reported".to_owned(), format!("{} {}", record.key, record.text)),
        "learning" => (format!("Learning: {}", record.text), record.key),
        _ => ("Statement".to_owned(), record.text),
    };
    let arrived = record.arrived_at.map_or_else(
        || Cell::Muted("the original is not kept any more".to_owned()),
        |at| words::moment(at, year).into(),
    );
    vec![
        words::moment(record.at, year).into(),
        what.into(),
        about.into(),
        source_name(&record.source).into(),
        arrived,
    ]
}
