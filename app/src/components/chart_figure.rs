//! A chart with its finding as heading, what stands behind it, and the same values as a table and a file.

use charts::LineChart;
use leptos::prelude::*;

use super::{Cell, Column, DataTable, Link, TableData};
use crate::islands::{ChartCursor, CursorPoint, CursorValue};

/// Two drawings of one chart: words in a picture shrink with it, so a phone gets its own.
pub(super) const WIDE: (u32, u32) = (680, 300);
pub(super) const NARROW: (u32, u32) = (360, 280);

#[derive(Debug, Clone, PartialEq)]
pub struct ChartFigureData {
    /// Its title is the finding, its description what is plotted in which unit. Its size is set here.
    pub chart: LineChart,
    /// One per slot of the chart.
    pub readings: Vec<SlotReading>,
    /// `1,204 pull requests, 11 people`.
    pub evidence: String,
    /// `Show the 96 of this sprint`.
    pub items: Option<Link>,
    pub csv: Option<String>,
}

/// A slot's values in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotReading {
    /// One per series: `28 h`, or why there is none.
    pub values: Vec<String>,
    /// The items of the slot.
    pub href: Option<String>,
}

#[component]
pub fn ChartFigure(data: ChartFigureData) -> impl IntoView {
    let ChartFigureData { chart, readings, evidence, items, csv } = data;
    let table = table(&chart, &readings);
    view! {
        <figure class="chart-figure">
            <figcaption>
                <h3 class="finding">{chart.title.clone()}</h3>
                <p class="sentence">{chart.description.clone()}</p>
            </figcaption>
            <Picture chart=chart.clone() readings=readings.clone() size=WIDE class="wide" />
            <Picture chart readings size=NARROW class="narrow" />
            <Below evidence items csv />
            <details class="chart-table">
                <summary>"Table"</summary>
                <DataTable data=table caption_hidden=true />
            </details>
        </figure>
    }
    .into_any()
}

#[component]
fn Picture(
    chart: LineChart,
    readings: Vec<SlotReading>,
    size: (u32, u32),
    class: &'static str,
) -> impl IntoView {
    let chart = LineChart { id: format!("{}-{class}", chart.id), width: size.0, height: size.1, ..chart };
    let drawing = chart.render();
    let points =
        drawing.points.iter().map(|point| cursor_point(&chart, &readings, point)).collect::<Vec<_>>();
    view! {
        <div class=format!("chart-{class}")>
            <ChartCursor label="Values by sprint: arrow keys step, Enter opens, Escape hides".to_owned() points>
                <div inner_html=drawing.svg></div>
            </ChartCursor>
        </div>
    }
    .into_any()
}

fn cursor_point(chart: &LineChart, readings: &[SlotReading], point: &charts::Point) -> CursorPoint {
    let reading = readings.get(point.slot);
    let values = chart.series.iter().zip(reading.map(|r| r.values.as_slice()).unwrap_or_default());
    CursorPoint {
        x: ten_thousandths(point.x_percent),
        label: chart.slots.get(point.slot).map(|slot| slot.label.clone()).unwrap_or_default(),
        values: values
            .map(|(series, value)| CursorValue { name: series.name.clone(), value: value.clone() })
            .collect(),
        href: reading.and_then(|reading| reading.href.clone()),
    }
}

pub(super) fn ten_thousandths(per_cent: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a width; the cast saturates"
    )]
    let whole = (per_cent * 100.0).round() as u32;
    whole
}

#[component]
fn Below(evidence: String, items: Option<Link>, csv: Option<String>) -> impl IntoView {
    let evidence = if evidence.is_empty() { evidence } else { format!("{evidence}. ") };
    view! {
        <p class="evidence">
            {evidence} {items.map(|link| view! { <a href=link.href>{link.text}</a> })} " "
            {csv.map(|href| view! { <a href=href>"CSV"</a> })}
        </p>
    }
    .into_any()
}

fn table(chart: &LineChart, readings: &[SlotReading]) -> TableData {
    let columns = std::iter::once(Column::text("Sprint"))
        .chain(chart.series.iter().map(|series| Column::number(series.name.clone())))
        .collect();
    let row = |(slot, reading): (&charts::Slot, &SlotReading)| {
        let name = match &reading.href {
            Some(href) => Cell::Link(Link::new(slot.label.clone(), href.clone())),
            None => Cell::Text(slot.label.clone()),
        };
        std::iter::once(name).chain(reading.values.iter().map(|value| Cell::Text(value.clone()))).collect()
    };
    let rows = chart.slots.iter().zip(readings).map(row).collect();
    TableData { caption: chart.description.clone(), columns, rows }
}
