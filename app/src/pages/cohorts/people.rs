//! Who is enrolled: by name, without a single figure beside it. Only composed for those who run the cohort.

use domain::cohort::{PEOPLE_MAX, PEOPLE_MIN};
use jiff::civil::Date;
use leptos::prelude::*;
use service::{individual::ERASED_NAME, views::Participant};

use crate::components::{Cell, Column, DataTable, EmptyState, Link, Section, TableData, href};
use crate::words;

#[component]
pub fn People(
    people: Vec<Participant>,
    /// Of the cohort's page.
    path: String,
    may_edit: bool,
    today: Date,
) -> impl IntoView {
    let enrol = may_edit.then(|| Link::new("Enrol people", format!("{path}/enrol")));
    if people.is_empty() {
        return view! {
            <Section title="People">
                <EmptyState
                    missing="Nobody is enrolled yet."
                    next_step=format!(
                        "A cohort starts with {PEOPLE_MIN} to {PEOPLE_MAX} people. Whom to enrol is chosen by team.",
                    )
                    action=enrol
                />
            </Section>
        }
        .into_any();
    }
    view! {
        <Section title="People" aside=enrol>
            <DataTable data=table(people, &path, may_edit, today) caption_hidden=true />
            <p>
                <a href=format!("{path}/attendance")>"Record who was at a session"</a>
            </p>
            <p class="evidence">"Sorted by name. Nobody is ranked. Looking is logged; opening one person's record asks why."</p>
        </Section>
    }
    .into_any()
}

fn table(people: Vec<Participant>, path: &str, may_edit: bool, today: Date) -> TableData {
    let mut columns = vec![Column::text("Person"), Column::text("Team today"), Column::text("Enrolled")];
    if may_edit {
        columns.push(Column::text("Change"));
    }
    let rows = people.into_iter().map(|person| row(person, path, may_edit, today)).collect();
    TableData { caption: "People of this cohort, by name".to_owned(), columns, rows }
}

/// Leads to the person's learning record, which asks why first.
fn name(person: &Participant, path: &str) -> Cell {
    if person.name == ERASED_NAME {
        return Cell::Muted(ERASED_NAME.to_owned());
    }
    if !person.took_part {
        return person.name.clone().into();
    }
    Link::new(person.name.clone(), format!("{path}/people/{}", person.person.0)).into()
}

fn row(person: Participant, path: &str, may_edit: bool, today: Date) -> Vec<Cell> {
    let day = |day| words::day(day, today.year());
    let change = Link::new(
        if person.left_on.is_some() { "Change" } else { "Leave" },
        href(
            &format!("{path}/leave"),
            [
                ("person", person.person.0.to_string().as_str()),
                ("joined_on", person.joined_on.to_string().as_str()),
            ],
        ),
    );
    // The day they left is the first that does not count.
    let enrolled = match person.left_on {
        None if person.joined_on > today => format!("From {}", day(person.joined_on)),
        None => format!("Since {}", day(person.joined_on)),
        Some(left) => format!("From {}, left {}", day(person.joined_on), day(left)),
    };
    let mut cells = vec![name(&person, path), person.team.into(), enrolled.into()];
    if may_edit {
        cells.push(change.into());
    }
    cells
}
