//! The chart of cycle time: baseline and learning sprint as bands, holidays and releases as marks, another team dashed.

use charts::{Band, BandKind, LineChart, Mark, MarkKind, Role, Series, Slot};
use domain::{EpochMs, Span, calendar::MarkKind as Kind, figure::MetricId, period::GroupKind};
use service::views::{Scoreboard, SprintFigures};

use super::tiles::{baseline, hidden, items, latest, subject};
use crate::components::{ChartFigureData, SlotReading};
use crate::pages::drill;
use crate::words::{self, Context};

const METRIC: MetricId = MetricId::CycleTime;

pub fn chart(board: &Scoreboard, csv: String) -> ChartFigureData {
    ChartFigureData {
        chart: LineChart {
            id: "cycle-time".to_owned(),
            title: finding(board),
            description: "Median hours from opening to merge, by sprint".to_owned(),
            unit_label: "h".to_owned(),
            slots: board.trend.sprints.iter().map(slot).collect(),
            series: series(board),
            bands: bands(board),
            marks: marks(board),
            zero_based: true,
            width: 0,
            height: 0,
        },
        readings: readings(board),
        evidence: latest(board, METRIC).as_ref().map(words::evidence).unwrap_or_default(),
        items: items(board, METRIC),
        csv: Some(csv),
    }
}

fn finding(board: &Scoreboard) -> String {
    let (latest, baseline) = (latest(board, METRIC), baseline(board, METRIC));
    let context =
        Context { baseline: "in the baseline", sprints: 1, baseline_sprints: board.baseline_sprints };
    words::finding(subject(METRIC), latest.as_ref(), baseline.as_ref(), context)
}

fn slot(sprint: &SprintFigures) -> Slot {
    let days = words::range(sprint.first_day(), sprint.last_day(), sprint.last_day().year());
    Slot { label: format!("Sprint {}, {days}", sprint.key), short: words::short_day(sprint.first_day()) }
}

fn series(board: &Scoreboard) -> Vec<Series> {
    let values = board.trend.sprints.iter().map(|sprint| sprint.figures.value(METRIC)).collect();
    let own = Series { name: board.name.clone(), role: Role::Main, values };
    let other = board.comparison.as_ref().map(|other| Series {
        name: other.name.clone(),
        role: Role::Comparison,
        values: other.cycle_time.clone(),
    });
    std::iter::once(own).chain(other).collect()
}

/// First and last slot in view that lie in the baseline.
pub fn baseline_slots(board: &Scoreboard) -> Option<(usize, usize)> {
    let baseline = board.trend.baseline.as_ref()?.span;
    let inside =
        |sprint: &SprintFigures| sprint.span.start >= baseline.start && sprint.span.end <= baseline.end;
    slots(board, inside)
}

fn slots(board: &Scoreboard, holds: impl Fn(&SprintFigures) -> bool) -> Option<(usize, usize)> {
    let sprints = &board.trend.sprints;
    Some((sprints.iter().position(&holds)?, sprints.iter().rposition(&holds)?))
}

fn bands(board: &Scoreboard) -> Vec<Band> {
    let band = |(from, to), kind, label: &str| Band { from, to, kind, label: label.to_owned() };
    let baseline = baseline_slots(board).map(|slots| band(slots, BandKind::Baseline, "baseline"));
    let learning = board.learning.iter().filter_map(|learning| {
        let span = days(learning.first_day, learning.last_day);
        let slots = slots(board, |sprint| sprint.span.overlaps(&span))?;
        Some(band(slots, BandKind::Learning, "learning sprint"))
    });
    let mut bands: Vec<Band> = baseline.into_iter().chain(learning).collect();
    // Two cohorts of one team often learn at the same time: one band says so.
    bands.dedup();
    bands
}

fn days(first: jiff::civil::Date, last: jiff::civil::Date) -> Span {
    let end = last.saturating_add(jiff::Span::new().days(1));
    Span { start: EpochMs::from_date(first), end: EpochMs::from_date(end) }
}

/// The marks in view; a sprint with two of a kind names the first.
fn marks(board: &Scoreboard) -> Vec<Mark> {
    let mark = |mark: &domain::calendar::Mark| {
        let span = days(mark.first_day, mark.last_day);
        let (slot, _) = slots(board, |sprint| sprint.span.overlaps(&span))?;
        Some(Mark { slot, kind: kind(mark.kind), label: mark.label.clone() })
    };
    let mut marks: Vec<Mark> = board.marks.iter().filter_map(mark).collect();
    marks.sort_by_key(|mark| mark.slot);
    marks.dedup_by_key(|mark| mark.slot);
    marks
}

fn kind(kind: Kind) -> MarkKind {
    match kind {
        Kind::Holiday => MarkKind::Holiday,
        Kind::Release => MarkKind::Release,
        Kind::Reorganisation => MarkKind::Reorganisation,
    }
}

fn readings(board: &Scoreboard) -> Vec<SlotReading> {
    let hours =
        |value: Option<f64>| value.map(|value| words::reading(subject(METRIC).unit, value).to_string());
    let reading = |(at, sprint): (usize, &SprintFigures)| {
        let figure = sprint.figures.get(METRIC);
        let own = hours(figure.value).unwrap_or_else(|| hidden(METRIC, Some(&figure)).label.to_owned());
        let other = board.comparison.as_ref().map(|other| {
            hours(other.cycle_time.get(at).copied().flatten())
                .unwrap_or_else(|| "too few people to compare".to_owned())
        });
        let href = drill::address(&board.key, &sprint.key, METRIC);
        SlotReading {
            values: std::iter::once(own).chain(other).collect(),
            href: (board.group == GroupKind::Team).then_some(href),
        }
    };
    board.trend.sprints.iter().enumerate().map(reading).collect()
}
