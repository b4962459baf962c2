//! Every figure of a family with its newest value, its baseline and what it means: for those who look closer.

use domain::figure::{Family, Figure, MetricId};
use service::views::Scoreboard;

use super::tiles::{baseline, hidden, latest, subject};
use crate::components::{Cell, Column, TableData};
use crate::words;

/// Figures of this moment rather than of a sprint.
const MOMENTARY: [MetricId; 2] = [MetricId::Waiting, MetricId::WaitingAge];

/// In the order of the registry: a new metric shows up by itself.
pub fn table(board: &Scoreboard, family: Family, caption: &str) -> TableData {
    let own = MetricId::ALL.iter().filter(|metric| metrics::definition(**metric).family == family);
    TableData {
        caption: caption.to_owned(),
        columns: vec![
            Column::text("Figure"),
            Column::number("Newest sprint"),
            Column::number("Baseline"),
            Column::text("What it is"),
        ],
        rows: own.map(|metric| row(board, *metric)).collect(),
    }
}

fn row(board: &Scoreboard, metric: MetricId) -> Vec<Cell> {
    let definition = metrics::definition(metric);
    let momentary = MOMENTARY.contains(&metric);
    let figure = if momentary { Some(board.trend.now.get(metric)) } else { latest(board, metric) };
    let before = if momentary { Cell::Muted("now only".to_owned()) } else { compared(board, metric) };
    vec![
        Cell::Text(definition.name.to_owned()),
        value(metric, figure.as_ref()),
        before,
        Cell::Text(definition.statement.to_owned()),
    ]
}

fn value(metric: MetricId, figure: Option<&Figure>) -> Cell {
    match figure.and_then(|figure| figure.value) {
        Some(value) => Cell::Text(words::reading(subject(metric).unit, value).to_string()),
        None => Cell::Muted(hidden(metric, figure).label.to_lowercase()),
    }
}

/// A count is told per sprint, as everywhere.
fn compared(board: &Scoreboard, metric: MetricId) -> Cell {
    let figure = baseline(board, metric);
    match figure.as_ref().and_then(|figure| figure.value) {
        Some(value) => Cell::Text(subject(metric).per_sprint(value, board.baseline_sprints)),
        None => Cell::Muted(hidden(metric, figure.as_ref()).label.to_lowercase()),
    }
}
