//! `/my-records/access`: who looked at the reader's records, when and why.

use axum::extract::State;
use leptos::prelude::*;
use service::individual::Look;

use super::PATH;
use crate::components::{Breadcrumbs, Cell, Column, DataTable, EmptyState, Link, PageHeader, TableData};
use crate::web::{Answer, AppState, Page, Refusal, SignedIn};
use crate::words;

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PATH, error);
    let records = app.service.own_records(&viewer).map_err(refuse)?;
    let looks = records.looks().await.map_err(refuse)?;
    let year = app.service.data_day().await.map_err(refuse)?.year();
    Ok(Page::new(&app, Some(&viewer), PATH, "Who looked at my records").render(|| {
        view! {
            <Breadcrumbs trail=vec![Link::new("My records", PATH)] here="Who looked" />
            <PageHeader
                title="Who looked at my records"
                lead="The newest two hundred entries of the log that are about you. The export has all of them."
            />
            <AccessTable looks year />
        }
    }))
}

#[component]
pub(super) fn AccessTable(looks: Vec<Look>, year: i16) -> impl IntoView {
    if looks.is_empty() {
        return view! {
            <EmptyState
                missing="Nobody has looked at your records."
                next_step="Whoever does has to say why, and stands here from then on."
            />
        }
        .into_any();
    }
    let data = TableData {
        caption: "Who looked at your records, newest first".to_owned(),
        columns: ["When", "Who", "What", "Why"].map(Column::text).to_vec(),
        rows: looks.into_iter().map(|look| row(look, year)).collect(),
    };
    view! {
        <DataTable data caption_hidden=true />
        <p class="evidence">"Newest first. Times are UTC."</p>
    }
    .into_any()
}

fn row(look: Look, year: i16) -> Vec<Cell> {
    let what = if look.detail.is_empty() { look.action } else { format!("{}: {}", look.action, look.detail) };
    let why = match look.purpose {
        Some(purpose) if look.note.is_empty() => Cell::from(purpose.title()),
        Some(purpose) => format!("{}: {}", purpose.title(), look.note).into(),
        None => Cell::Muted("no purpose is asked for this".to_owned()),
    };
    vec![words::moment(look.at, year).into(), look.who.into(), what.into(), why]
}
