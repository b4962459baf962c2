//! `/programme`: two outcomes against their baseline, teams that joined beside teams that have not, waves, adoption.

mod outcome;
mod waves;

use axum::{Router, extract::State, routing::get};
use leptos::prelude::*;
use service::views::ProgrammeView;

use crate::components::{ChartFigure, DataTable, EmptyState, Outcome, PageHeader, Section};
use crate::web::{Answer, AppState, Page, Refusal, SignedIn};
use crate::words;

const PATH: &str = "/programme";

pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, get(programme))
}

async fn programme(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let view = app.service.programme(&viewer).await;
    let view = view.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))?;
    let title = view.as_ref().as_ref().map_or("Programme", |view| view.name.as_str()).to_owned();
    let page = Page::new(&app, Some(&viewer), PATH, title);
    Ok(match view.as_ref() {
        Some(view) => page.render(|| content(view)),
        None => page.render(|| view! { <NotSetUp /> }),
    })
}

fn content(view: &ProgrammeView) -> impl IntoView + use<> {
    let year = view.known_until.year();
    let outcomes = [&view.speed, &view.quality];
    let boxes = outcomes.map(outcome::summary).map(|data| view! { <Outcome data /> });
    let charts = [("Speed", &view.speed), ("Quality", &view.quality)].map(|(title, one)| {
        let data = outcome::chart(view, one);
        let sentence = outcome::beside(one);
        view! {
            <div class="stack">
                <h3 class="tile-label">{title}</h3>
                <ChartFigure data />
                <p class="sentence">{sentence}</p>
            </div>
        }
    });
    let (name, lead, waves) = (view.name.clone(), lead(view, year), waves::table(view, year));
    view! {
        <PageHeader title=name lead />
        <div class="grid-2">{boxes.into_iter().collect_view()}</div>
        <p class="sentence aside">
            "This is a plain comparison of before and after. Teams choose when to join, and much else changes in a year: \
             read it as a pattern, not yet as the effect of the programme."
        </p>
        <Section title="Teams that joined, beside teams that have not">
            <div class="grid-2">{charts.into_iter().collect_view()}</div>
        </Section>
        <Section title="Waves">
            <DataTable data=waves caption_hidden=true />
        </Section>
    }
    .into_any()
}

fn lead(view: &ProgrammeView, year: i16) -> String {
    format!(
        "Two outcomes, {}, {}. Baseline: {}. Figures up to {}.",
        words::plural(view.cohorts as u64, "cohort", "cohorts"),
        words::plural(view.people as u64, "person", "people"),
        words::range(view.baseline_from, view.baseline_to, year),
        words::day(view.known_until, year),
    )
}

#[component]
fn NotSetUp() -> impl IntoView {
    view! {
        <PageHeader title="Programme" />
        <EmptyState
            missing="No programme has been set up yet."
            next_step="A programme has one speed and one quality outcome and a baseline of three months. The demo organisation has one: sightline demo."
        />
    }
    .into_any()
}
