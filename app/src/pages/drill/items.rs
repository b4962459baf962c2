//! Work items as rows: keys, ages, sizes. The metric's own value stands in the last column, so that the rows can be
//! added up to the figure.

use domain::{EpochMs, figure::MetricId};
use service::views::{PullRequestItem, WorkItem};

use crate::components::{Cell, Column, TableData};
use crate::words;

pub fn table(metric: MetricId, items: &[WorkItem]) -> TableData {
    let of_defects = items.iter().any(|item| matches!(item, WorkItem::Defect { .. }));
    let columns = if of_defects { defect_columns() } else { pull_request_columns(metric) };
    TableData {
        caption: "Work items of the sprint".to_owned(),
        columns,
        rows: items.iter().map(|item| row(metric, item)).collect(),
    }
}

fn pull_request_columns(metric: MetricId) -> Vec<Column> {
    vec![
        Column::text("Pull request"),
        Column::text("Opened"),
        Column::text("Merged"),
        Column::number("Lines"),
        Column::number("Review comments"),
        Column::text("Checklist"),
        Column::text("Tests"),
        Column::number(heading(metric)),
    ]
}

fn heading(metric: MetricId) -> &'static str {
    match metric {
        MetricId::FirstReviewTime => "Hours to first review",
        MetricId::PrSize => "Changed lines",
        _ => "Hours to merge",
    }
}

fn defect_columns() -> Vec<Column> {
    ["Defect", "Reported", "Resolved", "Found", "Severity"].map(Column::text).to_vec()
}

fn row(metric: MetricId, item: &WorkItem) -> Vec<Cell> {
    match item {
        WorkItem::PullRequest(item) => pull_request(metric, item),
        WorkItem::Defect { key, created_at, resolved_at, found, severity } => vec![
            Cell::Text(key.clone()),
            Cell::Text(day(*created_at)),
            Cell::Text(resolved_at.map_or_else(|| "open".to_owned(), day)),
            Cell::Text(found.replace('_', " ")),
            Cell::Text(severity.clone().unwrap_or_default()),
        ],
    }
}

fn pull_request(metric: MetricId, item: &PullRequestItem) -> Vec<Cell> {
    vec![
        Cell::Text(format!("{}#{}", item.repository, item.number)),
        Cell::Text(day(item.opened_at)),
        item.merged_at.map_or_else(|| Cell::Muted("not merged".to_owned()), |at| Cell::Text(day(at))),
        number(item.lines),
        number(item.review_comments),
        checklist(item.checklist),
        Cell::Text(passed(item.tests_passed).to_owned()),
        value(metric, item),
    ]
}

/// The value that the metric is made of.
fn value(metric: MetricId, item: &PullRequestItem) -> Cell {
    // Two digits, not the tile's rounding: whoever adds the rows up must get there.
    let hours = |hours: Option<f64>| hours.map_or_else(missing, |h| Cell::Text(format!("{h:.2}")));
    match metric {
        MetricId::FirstReviewTime => hours(item.first_review_hours),
        MetricId::PrSize => number(item.lines),
        _ => hours(item.cycle_hours),
    }
}

fn number(value: Option<i64>) -> Cell {
    value.and_then(|n| u64::try_from(n).ok()).map_or_else(missing, |n| Cell::Text(words::count(n)))
}

fn checklist(ticks: Option<(i64, i64)>) -> Cell {
    match ticks {
        None | Some((_, 0)) => Cell::Muted("none".to_owned()),
        Some((done, total)) => Cell::Text(format!("{done} of {total}")),
    }
}

fn passed(passed: Option<bool>) -> &'static str {
    match passed {
        Some(true) => "passed",
        Some(false) => "failed",
        None => "not run",
    }
}

fn missing() -> Cell {
    Cell::Muted("unknown".to_owned())
}

fn day(at: EpochMs) -> String {
    let date = at.date();
    words::day(date, date.year())
}
