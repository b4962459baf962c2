//! All sources, the worst first.

use leptos::prelude::*;
use service::quality::{Part, QualityReport, SourceQuality, WINDOW_DAYS};

use super::{AGAIN, FILE, PATH, words as said};
use crate::components::{
    Cell, Column, DataTable, EmptyState, Link, Notice, NoticeKind, PageHeader, Section, TableData, href,
};
use crate::words;

#[component]
pub fn Overview(report: QualityReport, #[prop(optional_no_strip)] notice: Option<String>) -> impl IntoView {
    let QualityReport { sources, looked_at, today } = report;
    let year = today.year();
    let lead = match looked_at {
        Some(at) => format!(
            "What each source sent in the last {WINDOW_DAYS} days, the worst first. Looked at on {}, UTC, and every day.",
            words::moment(at, year)
        ),
        None => "Every day sources are looked at; nothing has been yet.".to_owned(),
    };
    view! {
        {notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
        <PageHeader title="Quality of sources" lead>
            <form method="post" action=AGAIN>
                <button class="button" type="submit">
                    "Look again now"
                </button>
            </form>
        </PageHeader>
        {if sources.is_empty() {
            view! {
                <EmptyState
                    missing="No source sends statements yet."
                    next_step="Make a key for the first one; what it sends is looked at from then on."
                />
            }
                .into_any()
        } else {
            view! { <Sources sources year /> }.into_any()
        }}
        <Parts />
    }
    .into_any()
}

#[component]
fn Sources(sources: Vec<SourceQuality>, year: i16) -> impl IntoView {
    let data = TableData {
        caption: "Sources and their scores".to_owned(),
        columns: vec![
            Column::text("Source"),
            Column::number("Score"),
            Column::text("Last seen"),
            Column::number("Statements"),
            Column::number("Tags"),
            Column::number("Known people"),
            Column::number("Refused"),
            Column::text("First step"),
        ],
        rows: sources.iter().map(|source| row(source, year)).collect(),
    };
    view! {
        <DataTable data caption_hidden=true />
        <p class="evidence">
            <a href=FILE>"These figures as CSV"</a>
        </p>
    }
    .into_any()
}

fn row(source: &SourceQuality, year: i16) -> Vec<Cell> {
    let of = |part: Part| {
        let found = source.score.components.iter().find(|component| component.part == part);
        match found.and_then(|component| component.share) {
            Some(share) => Cell::from(said::share(Some(share))),
            None => Cell::Muted("–".to_owned()),
        }
    };
    let score = match source.score.value {
        Some(value) => Cell::Meter { text: value.to_string(), per_cent: f64::from(value) },
        None => Cell::Muted(said::score(&source.score)),
    };
    let step = source.fixes.first().map(said::step);
    vec![
        Link::new(source.source.clone(), href(PATH, [("source", source.source.as_str())])).into(),
        score,
        said::last_seen(source.figures.last_seen, year).into(),
        words::count(source.figures.statements).into(),
        of(Part::Tags),
        of(Part::People),
        match source.figures.invalid_rate() {
            Some(rate) => said::share(Some(rate)).into(),
            None => Cell::Muted("–".to_owned()),
        },
        step.map_or_else(|| Cell::Muted("none is needed".to_owned()), Cell::from),
    ]
}

/// How every score is made up.
#[component]
fn Parts() -> impl IntoView {
    let row = |part: Part| {
        let (name, looks_at) = said::part(part);
        vec![Cell::from(name), part.weight().to_string().into(), looks_at.into()]
    };
    let data = TableData {
        caption: "What a score is made of".to_owned(),
        columns: vec![Column::text("Part"), Column::number("Points"), Column::text("The share of")],
        rows: Part::ALL.into_iter().map(row).collect(),
    };
    view! {
        <Section title="What a score is made of">
            <p class="sentence">
                "Each part gives its share of its points. Where there is nothing to tell a part from, the others count for it."
            </p>
            <DataTable data caption_hidden=true />
        </Section>
    }
    .into_any()
}
