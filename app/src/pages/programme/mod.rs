//! `/programme`: the verdict on both outcomes, the effect by sprint, then plain before and after as evidence, and waves.

mod chart;
mod csv;
mod effect;
mod outcome;
#[cfg(test)]
pub(super) mod tests;
mod waves;

use axum::extract::State;
use domain::figure::Unit;
use leptos::prelude::*;
use service::{impact::view::Impact, views::ProgrammeView};

use super::impact::{METHOD, PLAN, SHEET};
use crate::components::{
    ChartFigure, DataTable, EmptyState, Link, Outcome, OutcomeData, PageHeader, Section,
};
use crate::web::{Answer, AppState, Page, Refusal, Routes, SignedIn};
use crate::words;

const PATH: &str = "/programme";
const CSV: &str = "/programme/figures.csv";

pub use effect::answers as answers_of;
pub use waves::table as waves;

pub fn routes() -> Routes {
    Routes::new().get(PATH, programme).get(CSV, csv::figures)
}

async fn programme(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PATH, error);
    let figures = app.service.programme_figures(&viewer).map_err(refuse)?;
    let view = figures.view().await.map_err(refuse)?;
    let impact = figures.impact().await.map_err(refuse)?;
    let title = view.as_ref().as_ref().map_or("Programme", |view| view.name.as_str()).to_owned();
    let page = Page::new(&app, Some(&viewer), PATH, title);
    Ok(match view.as_ref() {
        Some(view) => page.render(|| content(view, &impact)),
        None => page.render(|| view! { <NotSetUp /> }),
    })
}

fn content(view: &ProgrammeView, impact: &Impact) -> impl IntoView + use<> {
    let year = view.known_until.year();
    let outcomes = [&view.speed, &view.quality];
    let charts =
        outcomes.map(|outcome| chart::chart(view, outcome)).map(|data| view! { <ChartFigure data /> });
    let adoption = adoption(view);
    let (name, lead, waves) = (view.name.clone(), lead(view, year), waves::table(view, year));
    let plan = Link::new("Plan the next wave", PLAN);
    let (answers, targets) = (answers(view, impact), against_target(view, impact));
    view! {
        <PageHeader title=name lead>
            <a class="button" href=SHEET>
                "One page to print"
            </a>
        </PageHeader>
        {answers}
        <Section title="Plain before and after" aside=Link::new("Definitions and method", METHOD)>
            <p class="sentence">
                "Teams that joined, beside teams that have not: evidence, not yet a fair estimate of the effect. Teams choose when to join, and much else changes in a year."
            </p>
            {targets}
            <div class="grid-2 before-after">{charts.into_iter().collect_view()}</div>
        </Section>
        <Section title="Waves" aside=plan>
            <p class="sentence">{adoption} " Arrows lead from the baseline to now."</p>
            <DataTable data=waves caption_hidden=true />
        </Section>
    }
    .into_any()
}

/// The verdicts with the effect by sprint; before there are any, how far the outcomes are from their targets.
fn answers(view: &ProgrammeView, impact: &Impact) -> AnyView {
    if let Some(report) = &impact.report {
        return effect::answers(report);
    }
    let boxes = summaries(view).map(|data| view! { <Outcome data /> });
    view! {
        <div class="grid-2">{boxes.into_iter().collect_view()}</div>
        <p class="sentence aside">
            "The fair comparison with teams that had not joined yet is not worked out yet. "
            <a href=METHOD>"How it will be"</a>
        </p>
    }
    .into_any()
}

/// Where verdicts have the boxes, the targets are told beside the charts.
fn against_target(view: &ProgrammeView, impact: &Impact) -> impl IntoView + use<> {
    let told = summaries(view).map(|data| {
        view! {
            <div>
                <p class="finding">{data.finding}</p>
                <p class="sentence">{data.details}</p>
            </div>
        }
    });
    impact
        .report
        .is_some()
        .then(|| view! { <div class="grid-2 before-after">{told.into_iter().collect_view()}</div> })
}

fn summaries(view: &ProgrammeView) -> [OutcomeData; 2] {
    [&view.speed, &view.quality].map(outcome::summary)
}

pub fn lead(view: &ProgrammeView, year: i16) -> String {
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
