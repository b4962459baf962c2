//! All outcomes as a table: what they are measured by, what guards them, from where on a change matters.

use domain::{
    figure::{Direction, Unit},
    outcome::{OutcomeDefinition, Rank, Transform},
};
use leptos::prelude::*;

use super::{NEW, path};
use crate::components::{
    Breadcrumbs, Cell, Column, DataTable, Link, Notice, NoticeKind, PageHeader, Section, TableData,
};
use crate::pages::impact::PATH;
use crate::words;

#[component]
pub fn Outcomes(outcomes: Vec<OutcomeDefinition>, saved: Option<String>) -> impl IntoView {
    let (retired, kept): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(|outcome| outcome.retired);
    let lead = "What the programme is held against. Declare an outcome before you look: one that is added after \
                the fact can be told from one before, by the audit log.";
    let retired = (!retired.is_empty()).then(|| table("Retired outcomes", &retired));
    view! {
        <Breadcrumbs trail=vec![Link::new("Impact", PATH)] here="Outcomes" />
        {saved.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
        <PageHeader title="Outcomes" lead>
            <a class="button button-main" href=NEW>
                "Add an outcome"
            </a>
        </PageHeader>
        <div class="list">
            <DataTable data=table("Outcomes", &kept) caption_hidden=true />
        </div>
        {retired
            .map(|data| {
                view! {
                    <Section title="Retired">
                        <DataTable data caption_hidden=true />
                    </Section>
                }
            })}
    }
    .into_any()
}

fn table(caption: &str, outcomes: &[OutcomeDefinition]) -> TableData {
    TableData {
        caption: caption.to_owned(),
        columns: vec![
            Column::text("Outcome"),
            Column::text("Kind"),
            Column::text("Measured by"),
            Column::text("Success is"),
            Column::text("Guarded by"),
            Column::number("Matters from"),
        ],
        rows: outcomes.iter().map(row).collect(),
    }
}

fn row(outcome: &OutcomeDefinition) -> Vec<Cell> {
    let guards: Vec<String> = outcome.guards.iter().map(|guard| name(*guard)).collect();
    let guards = if guards.is_empty() { Cell::Muted("nothing".to_owned()) } else { guards.join(", ").into() };
    vec![
        Cell::Link(Link::new(outcome.name.clone(), path(outcome.key.as_str()))),
        rank(outcome.rank).into(),
        Cell::Text(format!("{}, {}", name(outcome.metric), judged(outcome.transform))),
        better(outcome.direction).into(),
        guards,
        Cell::Text(smallest(outcome)),
    ]
}

fn name(metric: domain::figure::MetricId) -> String {
    metrics::definition(metric).name.to_owned()
}

/// `10 %`; of a share `5 points`.
fn smallest(outcome: &OutcomeDefinition) -> String {
    let share = words::reading(Unit::Share, outcome.smallest_effect);
    match outcome.transform {
        Transform::Share => format!("{}\u{a0}points", share.number),
        _ => share.to_string(),
    }
}

pub const fn rank(rank: Rank) -> &'static str {
    match rank {
        Rank::PrimarySpeed => "primary, speed",
        Rank::PrimaryQuality => "primary, quality",
        Rank::Secondary => "secondary",
    }
}

pub const fn better(direction: Direction) -> &'static str {
    match direction {
        Direction::LowerIsBetter => "lower",
        Direction::HigherIsBetter => "higher",
        Direction::Neutral => "neither",
    }
}

/// What a team's cell of a sprint holds.
pub const fn judged(transform: Transform) -> &'static str {
    match transform {
        Transform::LogMedian => "median, open ones counted",
        Transform::LogMean => "mean of logarithms",
        Transform::Log => "in per cent",
        Transform::Count => "count for its exposure",
        Transform::Share => "share, in points",
    }
}
