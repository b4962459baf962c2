//! How much teams adopted beside how much they changed. Teams choose their dose, and the page says so.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props: Leptos builds them for it")]

use charts::{DoseChart, DosePoint as Place, Drawing, Estimate, FitPoint};
use leptos::prelude::*;
use service::impact::view::{DoseFinding, DosePoint, Scale};

use super::{event_study::unit, scale};
use crate::components::Link;
use crate::components::{Cell, Column, DataTable, PictureData, Reading, TableData, below};
use crate::words;

/// Said wherever dose is shown.
pub const CHOSEN: &str = "Teams choose how much they adopt: read this as a pattern, not as a cause.";

/// The chart; `None` where no team has both a dose and an effect.
pub fn figure(scale: Scale, dose: &DoseFinding, links: Vec<Link>) -> Option<PictureData> {
    let mut points: Vec<&DosePoint> = dose.points.iter().collect();
    // The cursor steps from left to right.
    points.sort_by(|a, b| a.dose.total_cmp(&b.dose).then_with(|| a.name.cmp(&b.name)));
    if points.is_empty() {
        return None;
    }
    let finding = finding(scale, dose);
    let chart = chart(scale, dose, &points, &finding);
    let (wide, narrow) = PictureData::drawings("dose", |id, size| sized(&chart, id, size));
    Some(PictureData {
        finding,
        description: chart.description.clone(),
        wide,
        narrow,
        readings: points.iter().map(|point| reading(scale, point)).collect(),
        cursor: "Teams by dose".to_owned(),
        evidence: words::plural(points.len() as u64, "team", "teams"),
        links,
        table: table(scale, dose),
    })
}

fn sized(chart: &DoseChart, id: String, (width, height): (u32, u32)) -> Drawing {
    DoseChart { id, width, height, ..chart.clone() }.render()
}

fn chart(scale: Scale, dose: &DoseFinding, points: &[&DosePoint], finding: &str) -> DoseChart {
    let place = |point: &&DosePoint| Place {
        name: point.name.clone(),
        dose: point.dose * 100.0,
        effect: Estimate { value: scale.per_cent(point.effect), interval: None },
    };
    DoseChart {
        id: "dose".to_owned(),
        title: finding.to_owned(),
        description: "Each point is a team: its effect since joining by how much of the practice it adopted"
            .to_owned(),
        unit_label: unit(scale).to_owned(),
        axis: "share of the practice adopted".to_owned(),
        dose_unit: "%".to_owned(),
        teams: points.iter().map(place).collect(),
        fit: line(scale, dose, points),
        width: 0,
        height: 0,
    }
}

/// The line between the smallest and the largest dose, in steps: straight on the outcome's scale, bent in per cent.
fn line(scale: Scale, dose: &DoseFinding, points: &[&DosePoint]) -> Vec<FitPoint> {
    const STEPS: u8 = 12;
    let (Some(slope), Some(intercept)) = (dose.slope, dose.intercept) else { return Vec::new() };
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    let at = |step: u8| {
        let dose = first.dose + (last.dose - first.dose) * f64::from(step) / f64::from(STEPS);
        let value = scale.per_cent(intercept + slope * dose);
        FitPoint { dose: dose * 100.0, effect: Estimate { value, interval: None } }
    };
    (0..=STEPS).map(at).collect()
}

/// What the line says, with how easily chance draws such a line.
fn finding(scale: Scale, dose: &DoseFinding) -> String {
    match (dose.slope, dose.p) {
        (Some(slope), Some(p)) => {
            let effect = scale::effect(scale, slope);
            let chance = if p < 0.05 { "seldom" } else { "easily" };
            format!(
                "From no to full adoption the line changes by {effect}; chance alone {chance} draws such a line (p {p:.3})"
            )
        }
        (Some(slope), None) => {
            format!("From no to full adoption the line changes by {}", scale::effect(scale, slope))
        }
        _ => "No line can be drawn: teams adopted too much alike".to_owned(),
    }
}

fn share(dose: f64) -> String {
    words::reading(domain::figure::Unit::Share, dose).to_string()
}

fn reading(scale: Scale, point: &DosePoint) -> Reading {
    let values = vec![
        ("Adopted".to_owned(), share(point.dose)),
        ("Effect".to_owned(), scale::effect(scale, point.effect)),
    ];
    Reading { label: point.name.clone(), values }
}

fn table(scale: Scale, dose: &DoseFinding) -> TableData {
    let row = |point: &DosePoint| {
        vec![
            Cell::Link(Link::new(point.name.clone(), below("/teams", point.team.as_str()))),
            Cell::Text(band(&point.band).to_owned()),
            Cell::Text(share(point.dose)),
            Cell::Text(scale::effect(scale, point.effect)),
        ]
    };
    TableData {
        caption: "Teams by name, with what they adopted and their effect".to_owned(),
        columns: vec![
            Column::text("Team"),
            Column::text("Adoption"),
            Column::number("Share"),
            Column::number("Effect"),
        ],
        rows: dose.points.iter().map(row).collect(),
    }
}

/// Mean effects of none, partial and full adoption.
#[component]
pub fn ByAdoption(scale: Scale, dose: DoseFinding) -> impl IntoView {
    let row = |class: &service::impact::view::DoseClass| {
        vec![
            Cell::Text(band(&class.band).to_owned()),
            Cell::Text(class.teams.to_string()),
            scale::effect_cell(scale, class.effect),
        ]
    };
    let data = TableData {
        caption: "By adoption".to_owned(),
        columns: vec![Column::text("Adoption"), Column::number("Teams"), Column::number("Effect")],
        rows: dose.classes.iter().rev().filter(|class| class.teams > 0).map(row).collect(),
    };
    view! {
        <div>
            <DataTable data />
            <p class="evidence">{CHOSEN}</p>
        </div>
    }
    .into_any()
}

fn band(band: &str) -> &str {
    match band {
        "full" => "Full",
        "partial" => "Partial",
        "none" => "None yet",
        other => other,
    }
}
