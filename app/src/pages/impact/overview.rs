//! `/impact`: every outcome with its verdict, the two questions that every programme is asked, contents by role.

use std::sync::Arc;

use axum::extract::State;
use leptos::prelude::*;
use service::impact::view::{Impact, ImpactReport, OutcomeReport, Scale};

use super::{
    CSV, JSON, METHOD, OUTCOMES, PATH, PLAN, SHEET, league, left_out, outcome_path, said, scale,
    verdict_box::{Said, VerdictBox},
};
use crate::components::{Badge, Cell, Column, DataTable, EmptyState, Link, PageHeader, Section, TableData};
use crate::web::{Answer, AppState, Page, Refusal, SignedIn};
use crate::words;

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PATH, error);
    let figures = app.service.programme_figures(&viewer).map_err(refuse)?;
    let impact = figures.impact().await.map_err(refuse)?;
    let edits = service::access::runs_programme(&viewer);
    Ok(Page::new(&app, Some(&viewer), PATH, "Impact").render(|| content(&impact, edits)))
}

pub fn content(impact: &Impact, edits: bool) -> impl IntoView + use<> {
    match &impact.report {
        Some(report) => {
            view! { <Overview report=Arc::clone(report) renewed=impact.is_being_renewed edits /> }.into_any()
        }
        None => view! { <NothingYet renewed=impact.is_being_renewed /> }.into_any(),
    }
}

#[component]
pub fn NothingYet(renewed: bool) -> impl IntoView {
    let next_step = if renewed {
        "It is being worked out at this moment. Come back in a minute."
    } else {
        "It is worked out in the background once a programme is set up and its figures are there."
    };
    view! {
        <PageHeader title="Impact" lead="Did teams that took part change more than they would have otherwise?" />
        <EmptyState
            missing="No comparison has been made yet."
            next_step
            action=Link::new("How teams will be compared", METHOD)
        />
    }
    .into_any()
}

#[component]
fn Overview(report: Arc<ImpactReport>, renewed: bool, edits: bool) -> impl IntoView {
    let (primary, secondary): (Vec<_>, Vec<_>) =
        report.outcomes.iter().partition(|outcome| outcome.definition.rank.is_primary());
    let boxes = primary.iter().map(|outcome| {
        let link = Link::new("What stands behind it", outcome_path(outcome));
        let data = said::verdict(&report, outcome, Some(link));
        view! { <VerdictBox data name=Some(outcome.definition.name.clone()) /> }
    });
    let (boxes, more) = (boxes.collect_view(), secondaries(&secondary));
    let about = edits.then(|| Link::new("Add or change outcomes", OUTCOMES));
    view! {
        <PageHeader title="Impact" lead=lead(&report, renewed)>
            <a class="button" href=SHEET>
                "One page to print"
            </a>
        </PageHeader>
        <div class="grid-2">{boxes}</div>
        <Section title="Other outcomes" aside=about>
            <p class="sentence">
                "Judged together, so that one of them does not look good by chance alone: p is shown as it is and adjusted by Holm’s method."
            </p>
            <DataTable data=more caption_hidden=true />
        </Section>
        <Questions report=Arc::clone(&report) />
        <League report=Arc::clone(&report) />
        <Section title="How this is worked out">
            <More report />
        </Section>
    }
    .into_any()
}

fn lead(report: &ImpactReport, renewed: bool) -> String {
    let until = report.known_until.date();
    let joined = report.teams.iter().filter(|team| team.joined.is_some()).count() as u64;
    let kept = report.sprints.iter().filter(|sprint| sprint.excluded.is_none()).count() as u64;
    let renewed =
        if renewed { " Newer figures have come in; this page is being worked out anew." } else { "" };
    format!(
        "Did teams that took part change more than they would have otherwise? {}, {} of them joined, {}, up to {}.{renewed}",
        words::plural(report.teams.len() as u64, "team", "teams"),
        words::count(joined),
        words::plural(kept, "sprint", "sprints"),
        words::day(until, until.year()),
    )
}

/// One line for each outcome that is not the programme's own.
fn secondaries(outcomes: &[&OutcomeReport]) -> TableData {
    let row = |outcome: &&OutcomeReport| {
        let headline = outcome.findings.as_ref().map(|findings| &findings.headline);
        vec![
            Cell::Link(Link::new(outcome.definition.name.clone(), outcome_path(outcome))),
            Cell::Text(outcome.told.label.clone()),
            scale::effect_cell(outcome.scale, headline.map(|h| h.effect)),
            scale::interval_cell(outcome.scale, headline.and_then(|h| h.by_team)),
            headline.map_or_else(|| Cell::Muted("none".to_owned()), |h| Cell::Text(h.teams.to_string())),
            scale::p(headline.and_then(|h| h.p)),
            scale::p(headline.and_then(|h| h.p_adjusted)),
        ]
    };
    TableData {
        caption: "Other outcomes, by name".to_owned(),
        columns: vec![
            Column::text("Outcome"),
            Column::text("Verdict"),
            Column::number("Effect"),
            Column::number("95 % interval"),
            Column::number("Teams"),
            Column::number("p"),
            Column::number("p, adjusted"),
        ],
        rows: outcomes.iter().map(row).collect(),
    }
}

#[component]
fn Questions(report: Arc<ImpactReport>) -> impl IntoView {
    let questions = report.questions.iter().map(|canned| {
        let said::Answer { badge: (kind, text), paragraphs } = said::answer(&report, canned);
        let paragraphs = paragraphs.into_iter().map(|parts| view! { <p class="sentence"><Said parts /></p> });
        view! {
            <article class="question">
                <h3 class="finding">{said::asked(canned)}</h3>
                <p class="verdict-head">
                    <Badge kind text />
                </p>
                {paragraphs.collect_view()}
            </article>
        }
    });
    let questions = questions.collect_view();
    (!report.questions.is_empty()).then(|| {
        view! {
            <Section title="Two questions">
                <div class="grid-2">{questions}</div>
            </Section>
        }
    })
}

#[component]
fn League(report: Arc<ImpactReport>) -> impl IntoView {
    let speed = report
        .outcomes
        .first()
        .map_or((String::new(), Scale::Log), |outcome| (outcome.definition.name.clone(), outcome.scale));
    let roles = league::by_role(&report.contents, &speed.0, speed.1).into_iter().map(|of| {
        view! {
            <details class="more">
                <summary>{of.title}</summary>
                <DataTable data=of.table caption_hidden=true />
            </details>
        }
    });
    let (roles, hidden) = (roles.collect_view(), league::hidden(&report.contents));
    let empty = report.contents.lines.is_empty().then_some("No content can be compared yet.");
    view! {
        <Section title="Contents and gains, by role">
            <p class="sentence">{league::MEANING}</p>
            {empty.map(|words| view! { <p class="sentence">{words}</p> })}
            {roles}
            {hidden.map(|words| view! { <p class="evidence">{words}</p> })}
        </Section>
    }
    .into_any()
}

#[component]
fn More(report: Arc<ImpactReport>) -> impl IntoView {
    let excluded = left_out::excluded(&report);
    let excluded = if excluded.is_empty() {
        "No sprint is left out.".to_owned()
    } else {
        format!("Left out for every team: {}.", words::listed(&excluded))
    };
    let left_out = left_out::table(&report, &report.left_out);
    let some = !left_out.rows.is_empty();
    view! {
        <p class="sentence">
            "A team is compared with teams that had not joined yet, in the same sprints. " {excluded} " "
            <a href=METHOD>"The method in plain words"</a> ", " <a href=PLAN>"plan the next wave"</a> "."
        </p>
        {some
            .then(|| {
                view! {
                    <details class="more">
                        <summary>"What was left out, whatever the outcome"</summary>
                        <DataTable data=left_out caption_hidden=true />
                    </details>
                }
            })}
        <p class="evidence">
            <a href=CSV>"Outcomes as CSV"</a> " " <a href=JSON>"Everything as JSON"</a>
        </p>
    }
    .into_any()
}
