//! A picture of estimates with its finding as heading: effects by sprint, teams by dose. Like [`super::ChartFigure`], but
//! whoever hands it in has drawn it, and brings the table.

use charts::Drawing;
use leptos::prelude::*;

use super::chart_figure::{NARROW, WIDE, ten_thousandths};
use super::{DataTable, Link, TableData};
use crate::islands::{ChartCursor, CursorPoint, CursorValue};

#[derive(Debug, Clone, PartialEq)]
pub struct PictureData {
    pub finding: String,
    /// What is plotted, in which unit.
    pub description: String,
    /// For wide columns and for phones: words in a picture shrink with it.
    pub wide: Drawing,
    pub narrow: Drawing,
    /// What the cursor says at each point of the drawings, by slot.
    pub readings: Vec<Reading>,
    /// For the cursor's control: `Effect by sprint`.
    pub cursor: String,
    pub evidence: String,
    pub links: Vec<Link>,
    pub table: TableData,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub label: String,
    /// Name and value in words.
    pub values: Vec<(String, String)>,
}

impl PictureData {
    /// Both drawings of one chart, by its id and size.
    pub fn drawings(id: &str, render: impl Fn(String, (u32, u32)) -> Drawing) -> (Drawing, Drawing) {
        (render(format!("{id}-wide"), WIDE), render(format!("{id}-narrow"), NARROW))
    }
}

#[component]
pub fn PictureFigure(data: PictureData) -> impl IntoView {
    let PictureData { finding, description, wide, narrow, readings, cursor, evidence, links, table } = data;
    let evidence = if evidence.is_empty() { evidence } else { format!("{evidence}. ") };
    let links = links.into_iter().map(|link| view! { <a href=link.href>{link.text}</a> " " });
    view! {
        <figure class="chart-figure">
            <figcaption>
                <h3 class="finding">{finding}</h3>
                <p class="sentence">{description}</p>
            </figcaption>
            <Picture drawing=wide readings=readings.clone() cursor=cursor.clone() class="chart-wide" />
            <Picture drawing=narrow readings cursor class="chart-narrow" />
            <p class="evidence">{evidence} {links.collect_view()}</p>
            <details class="chart-table">
                <summary>"Table"</summary>
                <DataTable data=table caption_hidden=true />
            </details>
        </figure>
    }
    .into_any()
}

#[component]
fn Picture(drawing: Drawing, readings: Vec<Reading>, cursor: String, class: &'static str) -> impl IntoView {
    let point = |point: &charts::Point| {
        let reading = readings.get(point.slot)?;
        let values = reading.values.iter().cloned();
        Some(CursorPoint {
            x: ten_thousandths(point.x_percent),
            label: reading.label.clone(),
            values: values.map(|(name, value)| CursorValue { name, value }).collect(),
            href: None,
        })
    };
    let points: Vec<CursorPoint> = drawing.points.iter().filter_map(point).collect();
    view! {
        <div class=class>
            <ChartCursor label=format!("{cursor}: arrow keys step, Escape hides") points>
                <div inner_html=drawing.svg></div>
            </ChartCursor>
        </div>
    }
    .into_any()
}
