//! Work items as rows: keys, ages, sizes, never people. The metric's own value stands in the last column, so that the
//! rows can be added up to the figure.

use domain::{EpochMs, figure::MetricId};
use service::views::{PullRequestItem, WorkItem};

use crate::components::{Cell, Column, TableData};
use crate::words;

/// What a pull request tells, in the order of its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    FirstReview,
    Merge,
    Comments,
    Lines,
    Checklist,
    Tests,
}

const FIELDS: [Field; 6] =
    [Field::FirstReview, Field::Merge, Field::Comments, Field::Lines, Field::Checklist, Field::Tests];

/// The rows of a page of items.
pub fn table(metric: MetricId, items: &[WorkItem]) -> TableData {
    let fields = fields(metric);
    let columns = if super::of_defects(metric) { defect_columns() } else { pull_request_columns(&fields) };
    TableData {
        caption: "Work items of the sprint".to_owned(),
        columns,
        rows: items.iter().map(|item| row(&fields, item)).collect(),
    }
}

/// The field that the metric is made of comes last.
fn fields(metric: MetricId) -> Vec<Field> {
    let own = match metric {
        MetricId::FirstReviewTime => Field::FirstReview,
        MetricId::PrSize => Field::Lines,
        MetricId::ChecklistUse => Field::Checklist,
        MetricId::TestPassRate => Field::Tests,
        _ => Field::Merge,
    };
    FIELDS.into_iter().filter(|field| *field != own).chain([own]).collect()
}

fn pull_request_columns(fields: &[Field]) -> Vec<Column> {
    ["Pull request", "Opened", "Merged"]
        .map(Column::text)
        .into_iter()
        .chain(fields.iter().copied().map(column))
        .collect()
}

fn column(field: Field) -> Column {
    match field {
        Field::FirstReview => Column::number("Hours to first review"),
        Field::Merge => Column::number("Hours to merge"),
        Field::Comments => Column::number("Review comments"),
        Field::Lines => Column::number("Changed lines"),
        Field::Checklist => Column::number("Checklist ticked"),
        Field::Tests => Column::number("Checks at merge"),
    }
}

fn defect_columns() -> Vec<Column> {
    ["Defect", "Reported", "Resolved", "Severity", "Found"].map(Column::text).to_vec()
}

fn row(fields: &[Field], item: &WorkItem) -> Vec<Cell> {
    match item {
        WorkItem::PullRequest(item) => pull_request(fields, item),
        WorkItem::Defect { key, created_at, resolved_at, found, severity } => vec![
            Cell::Text(key.clone()),
            Cell::Text(day(*created_at)),
            resolved_at.map_or_else(|| Cell::Muted("open".to_owned()), |at| Cell::Text(day(at))),
            severity.clone().map_or_else(missing, Cell::Text),
            Cell::Text(found.replace('_', " ")),
        ],
    }
}

fn pull_request(fields: &[Field], item: &PullRequestItem) -> Vec<Cell> {
    let merged =
        item.merged_at.map_or_else(|| Cell::Muted("not merged".to_owned()), |at| Cell::Text(day(at)));
    let name = Cell::Text(format!("{}#{}", item.repository, item.number));
    [name, Cell::Text(day(item.opened_at)), merged]
        .into_iter()
        .chain(fields.iter().map(|f| cell(*f, item)))
        .collect()
}

fn cell(field: Field, item: &PullRequestItem) -> Cell {
    match field {
        Field::FirstReview => hours(item.first_review_hours),
        Field::Merge => hours(item.cycle_hours),
        Field::Comments => number(item.review_comments),
        Field::Lines => number(item.lines),
        Field::Checklist => checklist(item.checklist),
        Field::Tests => passed(item.tests_passed),
    }
}

/// Two digits, not the tile's rounding: whoever adds the rows up must get there.
fn hours(hours: Option<f64>) -> Cell {
    hours.map_or_else(|| Cell::Muted("none".to_owned()), |hours| Cell::Text(format!("{hours:.2}")))
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

fn passed(passed: Option<bool>) -> Cell {
    match passed {
        Some(true) => Cell::Text("passed".to_owned()),
        Some(false) => Cell::Text("failed".to_owned()),
        None => Cell::Muted("not run".to_owned()),
    }
}

fn missing() -> Cell {
    Cell::Muted("unknown".to_owned())
}

fn day(at: EpochMs) -> String {
    let date = at.date();
    words::day(date, date.year())
}
