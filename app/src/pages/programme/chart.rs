//! An outcome by sprint: the teams that joined solid, those that have not dashed.

use charts::{Band, BandKind, LineChart, Role, Series, Slot};
use domain::figure::Unit;
use service::views::{OutcomeSprint, OutcomeView, ProgrammeView};

use super::{CSV, outcome};
use crate::components::{ChartFigureData, SlotReading};
use crate::pages::scoreboard::subject;
use crate::words;

pub fn chart(view: &ProgrammeView, outcome: &OutcomeView) -> ChartFigureData {
    ChartFigureData {
        chart: LineChart {
            id: outcome.metric.as_str().to_owned(),
            title: outcome::beside(outcome),
            description: description(outcome),
            unit_label: unit_label(subject(outcome.metric).unit).to_owned(),
            slots: outcome.trend.iter().map(slot).collect(),
            series: series(outcome),
            bands: baseline(view, outcome).into_iter().collect(),
            marks: vec![],
            zero_based: true,
            width: 0,
            height: 0,
        },
        readings: outcome.trend.iter().map(|sprint| reading(outcome, sprint)).collect(),
        evidence: words::evidence(&outcome.joined.now),
        items: None,
        csv: Some(CSV.to_owned()),
    }
}

fn description(outcome: &OutcomeView) -> String {
    let subject = subject(outcome.metric);
    let each = if subject.unit == Unit::Count { "per team and sprint" } else { "by sprint" };
    format!("{} {each}: teams that joined, whenever they did, and teams that have not", subject.name)
}

fn unit_label(unit: Unit) -> &'static str {
    match unit {
        Unit::Hours => "h",
        Unit::Share => "%",
        _ => "",
    }
}

fn slot(sprint: &OutcomeSprint) -> Slot {
    let day = words::day(sprint.first_day, sprint.first_day.year());
    Slot { label: format!("Sprint {}, from {day}", sprint.key), short: words::short_day(sprint.first_day) }
}

fn series(outcome: &OutcomeView) -> Vec<Series> {
    let scale = if subject(outcome.metric).unit == Unit::Share { 100.0 } else { 1.0 };
    let values = |pick: fn(&OutcomeSprint) -> Option<f64>| {
        outcome.trend.iter().map(|sprint| pick(sprint).map(|value| value * scale)).collect()
    };
    let series = |name: &str, role, values| Series { name: name.to_owned(), role, values };
    vec![
        series("Joined", Role::Main, values(|sprint| sprint.joined)),
        series("Not yet", Role::Comparison, values(|sprint| sprint.not_joined)),
    ]
}

fn baseline(view: &ProgrammeView, outcome: &OutcomeView) -> Option<Band> {
    let inside = |sprint: &OutcomeSprint| {
        sprint.first_day >= view.baseline_from && sprint.first_day <= view.baseline_to
    };
    let from = outcome.trend.iter().position(inside)?;
    let to = outcome.trend.iter().rposition(inside)?;
    Some(Band { from, to, kind: BandKind::Baseline, label: "baseline".to_owned() })
}

fn reading(outcome: &OutcomeView, sprint: &OutcomeSprint) -> SlotReading {
    let said = |value: Option<f64>| {
        let said = value.map(|value| words::reading(subject(outcome.metric).unit, value).to_string());
        said.unwrap_or_else(|| "nothing to show".to_owned())
    };
    SlotReading { values: vec![said(sprint.joined), said(sprint.not_joined)], href: None }
}
