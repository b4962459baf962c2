//! Who changed the cohort, when.

use leptos::prelude::*;
use service::audit::Change;

use crate::components::{Cell, Column, DataTable, Section, TableData};
use crate::words;

#[component]
pub fn History(changes: Vec<Change>, this_year: i16) -> impl IntoView {
    if changes.is_empty() {
        return view! {
            <Section title="Changes">
                <p class="sentence">"Nothing was changed since the cohort was planned."</p>
            </Section>
        }
        .into_any();
    }
    let data = TableData {
        caption: "The last ten changes of this cohort, newest first".to_owned(),
        columns: vec![Column::text("When"), Column::text("Who"), Column::text("What")],
        rows: changes.into_iter().map(|change| row(change, this_year)).collect(),
    };
    view! {
        <Section title="Changes">
            <DataTable data caption_hidden=true />
            <p class="evidence">"The last ten, newest first. Times are UTC."</p>
        </Section>
    }
    .into_any()
}

fn row(change: Change, this_year: i16) -> Vec<Cell> {
    let what = what(&change);
    vec![words::moment(change.at, this_year).into(), change.who.into(), what.into()]
}

/// `Enrolled: 3 people from 2026-03-30`.
fn what(change: &Change) -> String {
    let mut letters = change.action.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let action = format!("{first}{}", letters.as_str());
    if change.detail.is_empty() { action } else { format!("{action}: {}", change.detail) }
}
