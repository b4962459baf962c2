//! One source: its score, how it is made up, how it moved, and what would mend most.

use charts::Sparkline;
use leptos::prelude::*;
use service::quality::{Component, Fix, SourceQuality, Tag};

use super::{PATH, words as said};
use crate::components::{
    Breadcrumbs, Cell, Column, DataTable, EmptyState, Link, PageHeader, Section, TableData, Tile, TileData,
    TileState, href,
};
use crate::words;

#[component]
pub fn Source(found: SourceQuality, maps_accounts: bool, year: i16) -> impl IntoView {
    let statements = href("/statements", [("source", found.source.as_str())]);
    let lead = format!("Last seen: {}.", said::last_seen(found.figures.last_seen, year));
    let fixes: Vec<(String, Option<Link>)> = found
        .fixes
        .iter()
        .map(|fix: &Fix| (said::step(fix), said::way(fix, &found.source, maps_accounts)))
        .collect();
    let tile = tile(&found, statements);
    let (parts, tags) = (parts(&found.score.components), tags(&found));
    let heading = format!("Quality of {}", found.source);
    view! {
        <Breadcrumbs trail=vec![Link::new("Quality of sources", PATH)] here=found.source />
        <PageHeader title=heading lead />
        <Section title="The last four weeks">
            <div class="grid-2">
                <Tile data=tile />
            </div>
        </Section>
        <Section title="What would mend most">
            <Steps fixes />
        </Section>
        <Section title="How the score is made up">
            <DataTable data=parts caption_hidden=true />
        </Section>
        <Section title="Tags of its events">
            <DataTable data=tags caption_hidden=true />
        </Section>
    }
    .into_any()
}

fn tile(found: &SourceQuality, statements: String) -> TileData {
    let figures = &found.figures;
    let (number, unit) = match found.score.value {
        Some(value) => (value.to_string(), "of 100"),
        None => ("–".to_owned(), ""),
    };
    let evidence = format!(
        "{}, {} told twice, {} with a wrong time, in 28 days.",
        words::plural(figures.statements, "statement", "statements"),
        words::count(figures.duplicates),
        words::count(figures.skewed)
    );
    let values = found.trend.iter().map(|score| score.map(f64::from)).collect();
    TileData {
        key: "score".to_owned(),
        label: "Score".to_owned(),
        guard: false,
        state: TileState::Shown {
            reading: words::Reading { number, unit: "" },
            unit: Some(unit.to_owned()),
            sentence: said::moved(found),
            warning: false,
            sparkline: Some(Sparkline { values, baseline: None }.render()),
            evidence,
        },
        link: Some(Link::new("The statements", statements)),
    }
}

#[component]
fn Steps(fixes: Vec<(String, Option<Link>)>) -> impl IntoView {
    if fixes.is_empty() {
        return view! {
            <EmptyState
                missing="Nothing stands out."
                next_step="What goes wrong often enough to be a habit of the source appears here, with the smallest step against it."
            />
        }
        .into_any();
    }
    let step = |(text, way): (String, Option<Link>)| {
        view! {
            <li>
                {text} ". " {way.map(|link| view! { <a href=link.href>{link.text}</a> })}
            </li>
        }
    };
    view! { <ol class="steps">{fixes.into_iter().map(step).collect_view()}</ol> }.into_any()
}

fn parts(components: &[Component]) -> TableData {
    let row = |component: &Component| {
        let (name, looks_at) = said::part(component.part);
        let weight = f64::from(component.part.weight());
        let points = component.share.map_or_else(
            || Cell::Muted("left out".to_owned()),
            |share| format!("{:.1} of {weight:.0}", share * weight).into(),
        );
        let reached = match component.share {
            Some(share) => Cell::Meter { text: said::share(Some(share)), per_cent: share * 100.0 },
            None => Cell::Muted(said::share(None)),
        };
        vec![name.into(), looks_at.into(), reached, points]
    };
    TableData {
        caption: "The parts of the score".to_owned(),
        columns: vec![
            Column::text("Part"),
            Column::text("The share of"),
            Column::number("Reached"),
            Column::number("Points"),
        ],
        rows: components.iter().map(row).collect(),
    }
}

fn tags(found: &SourceQuality) -> TableData {
    let figures = &found.figures;
    let row = |tag: Tag| {
        let tagged = figures.tagged(tag);
        let share = (figures.events > 0).then(|| tagged as f64 / figures.events as f64);
        let filled = match share {
            Some(share) => Cell::Meter { text: said::share(Some(share)), per_cent: share * 100.0 },
            None => Cell::Muted("no events".to_owned()),
        };
        vec![tag.as_str().into(), filled, words::count(figures.events - tagged.min(figures.events)).into()]
    };
    TableData {
        caption: "The five tags of its events".to_owned(),
        columns: vec![
            Column::text("Tag"),
            Column::number("Events that have it"),
            Column::number("That lack it"),
        ],
        rows: Tag::ALL.into_iter().map(row).collect(),
    }
}
