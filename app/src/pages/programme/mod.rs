//! `/programme`: two outcomes against their baseline, teams that joined beside teams that have not, waves, adoption.

mod chart;
mod csv;
mod outcome;
#[cfg(test)]
mod tests;
mod waves;

use axum::extract::State;
use domain::figure::Unit;
use leptos::prelude::*;
use service::views::ProgrammeView;

use crate::components::{ChartFigure, DataTable, EmptyState, Outcome, PageHeader, Section};
use crate::web::{Answer, AppState, Page, Refusal, Routes, SignedIn};
use crate::words;

const PATH: &str = "/programme";
const CSV: &str = "/programme/figures.csv";

pub fn routes() -> Routes {
    Routes::new().get(PATH, programme).get(CSV, csv::figures)
}

async fn programme(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PATH, error);
    let figures = app.service.programme_figures(&viewer).map_err(refuse)?;
    let view = figures.view().await.map_err(refuse)?;
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
    let charts =
        outcomes.map(|outcome| chart::chart(view, outcome)).map(|data| view! { <ChartFigure data /> });
    let adoption = adoption(view);
    let (name, lead, waves) = (view.name.clone(), lead(view, year), waves::table(view, year));
    view! {
        <PageHeader title=name lead />
        <div class="grid-2">{boxes.into_iter().collect_view()}</div>
        <p class="sentence aside">
            "This is plain before and after, beside teams that have not joined: not yet a fair estimate of the effect. \
             Teams choose when to join, and much else changes in a year."
        </p>
        <Section title="Teams that joined, beside teams that have not">
            <div class="grid-2">{charts.into_iter().collect_view()}</div>
        </Section>
        <Section title="Waves">
            <p class="sentence">{adoption} " Arrows lead from the baseline to now."</p>
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

/// How far the programme has come: teams and labs.
fn adoption(view: &ProgrammeView) -> String {
    let joined = view.speed.joined.teams as u64;
    let all = joined + view.speed.not_joined.teams as u64;
    let teams =
        format!("{} of {} joined.", words::count(joined), words::plural(all, "team has", "teams have"));
    let labs = view.labs_completed.as_ref().and_then(|figure| Some((figure.n, figure.value?)));
    let labs = labs.map(|(n, share)| {
        format!(" {} of {} assigned labs are completed.", words::reading(Unit::Share, share), words::count(n))
    });
    format!("{teams}{}", labs.unwrap_or_default())
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
