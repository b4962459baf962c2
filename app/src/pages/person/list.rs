//! `/people?q=…`: whose work record may be asked for, by name and without a single figure. Nobody has this page unless
//! the organisation's policy opens it to their role.

use axum::{extract::State, response::Response};
use domain::{PersonId, viewer::Viewer};
use leptos::prelude::*;
use service::ServiceError;

use super::PEOPLE;
use crate::components::{
    Cell, Column, DataTable, EmptyState, Link, PageHeader, Pager, SearchForm, TableData, href,
};
use crate::web::{Answer, AppState, Page, Parameters, Refusal, SignedIn};

const PAGE: usize = 50;

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let page = page(&app, &viewer, &parameters).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), PEOPLE, error))
}

async fn page(app: &AppState, viewer: &Viewer, parameters: &Parameters) -> Result<Response, ServiceError> {
    let query = parameters.get("q").unwrap_or_default().trim().to_owned();
    let needle = query.to_lowercase();
    let mut people = app.service.work_records(viewer).await?.people().await?;
    people.retain(|(_, name)| name.to_lowercase().contains(&needle));
    let number = parameters.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    Ok(Page::new(app, Some(viewer), PEOPLE, "Work records")
        .render(|| view! { <People people query number /> }))
}

#[component]
fn People(people: Vec<(PersonId, String)>, query: String, number: usize) -> impl IntoView {
    let pages = people.len().div_ceil(PAGE).max(1);
    let page = number.clamp(1, pages);
    let address = |page: usize| href(PEOPLE, [("q", query.as_str()), ("page", page.to_string().as_str())]);
    let (previous, next) = ((page > 1).then(|| address(page - 1)), (page < pages).then(|| address(page + 1)));
    let rows: Vec<Vec<Cell>> = people.into_iter().skip((page - 1) * PAGE).take(PAGE).map(row).collect();
    let list = if rows.is_empty() {
        view! { <EmptyState missing="Nobody of this name is within your reach." next_step="Search for another name." /> }
            .into_any()
    } else {
        let columns = vec![Column::text("Person"), Column::text("Record")];
        let data = TableData { caption: "People, by name".to_owned(), columns, rows };
        view! { <DataTable data caption_hidden=true /> }.into_any()
    };
    view! {
        <PageHeader
            title="Work records"
            lead="Your organisation's policy lets you ask for these people's work records, one at a time. Each of them sees that you looked, and why."
        />
        <SearchForm path=PEOPLE label="Name" query />
        {list}
        <Pager page pages previous next />
        <p class="evidence">"Sorted by name. Nobody is ranked. Looking is logged."</p>
    }
    .into_any()
}

fn row((person, name): (PersonId, String)) -> Vec<Cell> {
    vec![name.into(), Link::new("Ask for the record", format!("{PEOPLE}/{}/work", person.0)).into()]
}
