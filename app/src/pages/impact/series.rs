//! What was observed beside what would have been, by sprint.

use charts::{Band, BandKind, LineChart, Mark, Role, Series, Slot};
use domain::figure::Unit;
use service::impact::view::{Findings, ImpactReport, OutcomeReport, PanelSprint, SeriesPoint};

use crate::components::{ChartFigureData, SlotReading};
use crate::pages::scoreboard::subject;
use crate::words;

pub fn figure(
    report: &ImpactReport,
    outcome: &OutcomeReport,
    findings: &Findings,
) -> Option<ChartFigureData> {
    let (first, last) = (findings.series.first()?, findings.series.last()?);
    let sprints: Vec<&PanelSprint> =
        report.sprints.iter().filter(|s| (first.sprint..=last.sprint).contains(&s.number)).collect();
    let points: Vec<Option<&SeriesPoint>> = sprints
        .iter()
        .map(|sprint| findings.series.iter().find(|point| point.sprint == sprint.number))
        .collect();
    Some(ChartFigureData {
        chart: LineChart {
            id: format!("series-{}", outcome.definition.key),
            title: finding(outcome, last),
            description: format!(
                "{} by sprint, mean over the teams that joined; dashed: what the comparison says it would have been",
                outcome.definition.name
            ),
            unit_label: unit_label(subject(outcome.definition.metric).unit).to_owned(),
            slots: sprints.iter().map(|sprint| slot(sprint)).collect(),
            series: series(outcome, &points),
            bands: joining(report, &sprints).into_iter().collect(),
            marks: marks(&sprints),
            zero_based: true,
            width: 0,
            height: 0,
        },
        readings: points.iter().map(|point| reading(outcome, *point)).collect(),
        evidence: words::plural(
            last.joined_teams as u64,
            "team in the newest sprint",
            "teams in the newest sprint",
        ),
        items: None,
        csv: Some(super::csv::series_path(outcome)),
    })
}

/// Two values side by side; what they mean is for the verdict to say.
fn finding(outcome: &OutcomeReport, last: &SeriesPoint) -> String {
    let said = |value| said(outcome, value);
    format!(
        "In the newest sprint that counts: {} observed, {} expected without the programme",
        said(last.observed),
        said(last.would_have_been)
    )
}

fn said(outcome: &OutcomeReport, value: f64) -> String {
    words::reading(subject(outcome.definition.metric).unit, value).to_string()
}

fn unit_label(unit: Unit) -> &'static str {
    match unit {
        Unit::Hours => "h",
        Unit::Share => "%",
        _ => "",
    }
}

fn slot(sprint: &PanelSprint) -> Slot {
    let day = words::day(sprint.first_day, sprint.first_day.year());
    Slot { label: format!("Sprint {}, from {day}", sprint.number), short: words::short_day(sprint.first_day) }
}

fn series(outcome: &OutcomeReport, points: &[Option<&SeriesPoint>]) -> Vec<Series> {
    let scale = if subject(outcome.definition.metric).unit == Unit::Share { 100.0 } else { 1.0 };
    let values = |pick: fn(&SeriesPoint) -> f64| {
        points.iter().map(|point| point.map(|point| pick(point) * scale)).collect()
    };
    let line = |name: &str, role, values| Series { name: name.to_owned(), role, values };
    vec![
        line("Observed", Role::Main, values(|point| point.observed)),
        line("Expected", Role::Comparison, values(|point| point.would_have_been)),
    ]
}

/// From the first to the last sprint in which a team joined.
fn joining(report: &ImpactReport, sprints: &[&PanelSprint]) -> Option<Band> {
    let joins = || report.teams.iter().filter_map(|team| team.joined);
    let (first, last) = (joins().min()?, joins().max()?);
    let inside = |sprint: &&PanelSprint| (first..=last).contains(&sprint.number);
    let (from, to) = (sprints.iter().position(inside)?, sprints.iter().rposition(inside)?);
    Some(Band { from, to, kind: BandKind::Learning, label: "teams join".to_owned() })
}

fn marks(sprints: &[&PanelSprint]) -> Vec<Mark> {
    let mark = |(slot, sprint): (usize, &&PanelSprint)| {
        let excluded = sprint.excluded.as_ref()?;
        Some(Mark { slot, kind: charts_kind(excluded.kind), label: excluded.kind.as_str().to_owned() })
    };
    sprints.iter().enumerate().filter_map(mark).collect()
}

fn charts_kind(kind: domain::calendar::MarkKind) -> charts::MarkKind {
    match kind {
        domain::calendar::MarkKind::Holiday => charts::MarkKind::Holiday,
        domain::calendar::MarkKind::Release => charts::MarkKind::Release,
        domain::calendar::MarkKind::Reorganisation => charts::MarkKind::Reorganisation,
    }
}

fn reading(outcome: &OutcomeReport, point: Option<&SeriesPoint>) -> SlotReading {
    let nothing = || "left out".to_owned();
    let said = |value: Option<f64>| value.map_or_else(nothing, |value| said(outcome, value));
    let values = vec![said(point.map(|p| p.observed)), said(point.map(|p| p.would_have_been))];
    SlotReading { values, href: None }
}
