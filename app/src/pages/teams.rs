//! `/teams`: the teams a viewer may open, with search.

use axum::{Router, extract::State, routing::get};
use domain::figure::{Figure, MetricId};
use leptos::prelude::*;
use service::views::{TeamLine, TeamList};

use super::scoreboard::{hidden, subject};
use crate::components::{Cell, Column, DataTable, EmptyState, Link, PageHeader, Pager, TableData, href};
use crate::web::{Answer, AppState, Page, Parameters, Refusal, SignedIn};
use crate::words;

const PATH: &str = "/teams";

pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, get(teams))
}

async fn teams(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let search = parameters.get("q").unwrap_or_default().to_owned();
    let page = parameters.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let list = app.service.teams(&viewer, &search, page).await;
    let list = list.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))?;
    Ok(Page::new(&app, Some(&viewer), PATH, "Teams").render(|| view! { <Teams list search /> }))
}

#[component]
fn Teams(list: TeamList, search: String) -> impl IntoView {
    let lead = match list.all {
        0 => String::new(),
        n => format!("{}, by name. Nobody is ranked.", words::plural(n as u64, "team", "teams")),
    };
    let at = |page: usize| href(PATH, [("q", search.as_str()), ("page", page.to_string().as_str())]);
    let previous = (list.page > 1).then(|| at(list.page - 1));
    let next = (list.page < list.pages).then(|| at(list.page + 1));
    view! {
        <PageHeader title="Teams" lead />
        {(list.all > 5).then(|| view! { <Search search=search.clone() /> })}
        {if list.all == 0 {
            view! { <NoTeams /> }.into_any()
        } else if list.lines.is_empty() {
            view! { <NoMatch search=search.clone() /> }.into_any()
        } else {
            view! { <DataTable data=table(&list.lines) caption_hidden=true /> }.into_any()
        }}
        <Pager page=list.page pages=list.pages previous next />
    }
    .into_any()
}

#[component]
fn Search(search: String) -> impl IntoView {
    view! {
        <form class="search" method="get" action=PATH role="search">
            <label class="inline-field">
                <span>"Find a team"</span>
                <input type="search" name="q" value=search />
            </label>
            <button class="button" type="submit">
                "Find"
            </button>
        </form>
    }
    .into_any()
}

#[component]
fn NoTeams() -> impl IntoView {
    view! {
        <EmptyState
            missing="There is no team you may open."
            next_step="Teams appear once they are imported (sightline import teams FILE) and your role reaches them; an administrator can change that."
        />
    }
    .into_any()
}

#[component]
fn NoMatch(search: String) -> impl IntoView {
    view! {
        <EmptyState
            missing=format!("No team is called \"{search}\".")
            next_step="Try part of the name, or see all of them."
            action=Link::new("Show all teams", PATH)
        />
    }
    .into_any()
}

fn table(lines: &[TeamLine]) -> TableData {
    TableData {
        caption: "Teams with people, wave and cycle time".to_owned(),
        columns: vec![
            Column::text("Team"),
            Column::number("People"),
            Column::text("Programme"),
            Column::number("Cycle time, baseline"),
            Column::number("Cycle time, newest sprint"),
        ],
        rows: lines.iter().map(row).collect(),
    }
}

fn row(line: &TeamLine) -> Vec<Cell> {
    let wave = line.wave.map_or_else(|| "Not joined yet".to_owned(), |wave| format!("Wave {wave}"));
    vec![
        Cell::Link(Link::new(line.name.clone(), format!("{PATH}/{}", line.key))),
        line.people.map_or_else(|| Cell::Muted("too few to show".to_owned()), |n| Cell::Text(words::count(n))),
        Cell::Text(wave),
        hours(line.baseline.as_ref()),
        hours(line.cycle_time.as_ref()),
    ]
}

fn hours(figure: Option<&Figure>) -> Cell {
    match figure.and_then(|figure| figure.value) {
        Some(value) => Cell::Text(words::reading(subject(MetricId::CycleTime).unit, value).to_string()),
        None => Cell::Muted(hidden(MetricId::CycleTime, figure).label.to_lowercase()),
    }
}
