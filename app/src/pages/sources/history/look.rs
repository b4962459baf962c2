//! What a file would bring, or what is wrong with it.

use leptos::prelude::*;
use service::sources::history::{CellError, Preview};

use super::Looked;
use crate::components::{Cell, Column, DataTable, Notice, NoticeKind, Section, TableData};
use crate::words;

#[component]
pub fn Look(looked: Looked) -> impl IntoView {
    match looked {
        Looked::NotYet => ().into_any(),
        Looked::Wrong(errors) => view! { <Errors errors /> }.into_any(),
        Looked::Fits(preview) => view! { <FirstRows preview /> }.into_any(),
    }
}

#[component]
fn Errors(errors: Vec<CellError>) -> impl IntoView {
    let entry = |error: CellError| {
        let CellError { line, column, problem } = error;
        let place = match (line, column.as_str()) {
            (0, "") => String::new(),
            (0, "file") => "The file: ".to_owned(),
            (0, column) => format!("What “{column}” is: "),
            (line, "") => format!("Line {line}: "),
            (line, column) => format!("Line {line}, column {column}: "),
        };
        view! { <li>{format!("{place}{problem}")}</li> }
    };
    view! {
        <div class="error-summary" role="alert" aria-labelledby="wrong-title">
            <h2 id="wrong-title">"Nothing was stored"</h2>
            <ul>{errors.into_iter().map(entry).collect_view()}</ul>
        </div>
    }
    .into_any()
}

#[component]
fn FirstRows(preview: Preview) -> impl IntoView {
    let rows = preview.rows.iter().map(|row| -> Vec<Cell> {
        vec![
            row.line.to_string().into(),
            row.person.clone().into(),
            row.verb.clone().into(),
            row.activity.clone().into(),
            row.at.clone().into(),
        ]
    });
    let data = TableData {
        caption: "The first rows as statements".to_owned(),
        columns: ["Line", "Person", "Verb", "Activity", "When"].map(Column::text).to_vec(),
        rows: rows.collect(),
    };
    let text = format!(
        "The file fits: {}, {} left out. Nothing is stored yet.",
        words::plural(preview.statements as u64, "statement", "statements"),
        words::plural(preview.left_out as u64, "row", "rows")
    );
    view! {
        <Notice kind=NoticeKind::Saved text />
        <Section title="The first rows">
            <DataTable data caption_hidden=true />
        </Section>
    }
    .into_any()
}
