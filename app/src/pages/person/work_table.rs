//! One person's pull requests, sprint by sprint, beside the middle of their own.

use domain::figure::Unit;
use leptos::prelude::*;
use service::individual::{WorkItem, WorkSprint};

use crate::components::{Cell, Column, DataTable, EmptyState, Section, TableData};
use crate::words;

fn hours(value: f64) -> String {
    words::reading(Unit::Hours, value).to_string()
}

/// `The middle of all merged ones is 36 h. `; nothing before the first.
pub fn median(of_all: Option<f64>) -> String {
    of_all.map(|median| format!("The middle of all merged ones is {}. ", hours(median))).unwrap_or_default()
}

#[component]
pub fn WorkTable(sprints: Vec<WorkSprint>, year: i16) -> impl IntoView {
    if sprints.is_empty() {
        return view! {
            <EmptyState
                missing="There is no pull request under the accounts that are linked."
                next_step="What arrives later shows here, sprint by sprint."
            />
        }
        .into_any();
    }
    sprints.into_iter().map(|sprint| view! { <Sprint sprint year /> }).collect_view().into_any()
}

#[component]
fn Sprint(sprint: WorkSprint, year: i16) -> impl IntoView {
    let title = if sprint.key.is_empty() { "Outside of sprints".to_owned() } else { sprint.key.clone() };
    let sentence = sentence(&sprint, year);
    let median = sprint.median_hours;
    let data = TableData {
        caption: format!("Pull requests of {title}, by time"),
        columns: vec![
            Column::text("Pull request"),
            Column::text("Title"),
            Column::text("Merged"),
            Column::number("Took"),
            Column::text("Beside the sprint's middle"),
            Column::number("Lines"),
        ],
        rows: sprint.items.into_iter().map(|item| row(item, median, year)).collect(),
    };
    view! {
        <Section title=title>
            <p class="sentence">{sentence}</p>
            <DataTable data caption_hidden=true />
        </Section>
    }
    .into_any()
}

/// `5 to 18 January: 4 merged, the middle of them in 28 h.`
fn sentence(sprint: &WorkSprint, year: i16) -> String {
    let days =
        sprint.days.map(|(from, to)| format!("{}: ", words::range(from, to, year))).unwrap_or_default();
    match sprint.median_hours {
        Some(median) => format!("{days}{} merged, the middle of them in {}.", sprint.merged, hours(median)),
        None => format!("{days}none merged yet."),
    }
}

fn row(item: WorkItem, median: Option<f64>, year: i16) -> Vec<Cell> {
    let none = || Cell::Muted("not merged".to_owned());
    let beside = item.hours.zip(median).map_or_else(none, |(own, median)| beside(own, median).into());
    vec![
        format!("{}#{}", item.repository, item.number).into(),
        item.title.into(),
        item.merged_at.map_or_else(none, |at| words::day(at.date(), year).into()),
        item.hours.map_or_else(none, |own| hours(own).into()),
        beside,
        item.lines.map_or_else(
            || Cell::Muted("not told".to_owned()),
            |lines| words::count(u64::try_from(lines).unwrap_or_default()).into(),
        ),
    ]
}

fn beside(own: f64, median: f64) -> String {
    let difference = own - median;
    if difference.abs() < 0.5 / 60.0 {
        "at the middle".to_owned()
    } else if difference > 0.0 {
        format!("{} longer", hours(difference))
    } else {
        format!("{} shorter", hours(-difference))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stands_beside_the_middle_of_its_sprint() {
        let plain = |text: String| text.replace('\u{a0}', " ");
        assert_eq!(plain(beside(30.0, 28.0)), "2 h longer");
        assert_eq!(plain(beside(20.0, 28.0)), "8 h shorter");
        assert_eq!(plain(beside(28.0, 28.0)), "at the middle");
    }
}
