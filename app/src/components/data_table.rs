//! A table that reads well aloud and scrolls inside itself on a phone.

use leptos::prelude::*;

use super::Link;
use super::form::Act;
use super::meter::Bar;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct TableData {
    /// What the table holds; read out before it.
    pub caption: String,
    pub columns: Vec<Column>,
    /// One cell per column; the first names its row.
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub heading: String,
    /// Numbers stand at the right, under one another.
    pub numeric: bool,
}

impl Column {
    pub fn text(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), numeric: false }
    }

    pub fn number(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), numeric: true }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Text(String),
    /// Not a value but why there is none: `too few people to show`.
    Muted(String),
    Link(Link),
    /// Words over a bar, in per cent of the whole.
    Meter {
        text: String,
        per_cent: f64,
    },
    /// A button that takes nothing away.
    Act {
        text: String,
        action: String,
    },
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

impl From<Link> for Cell {
    fn from(link: Link) -> Self {
        Cell::Link(link)
    }
}

#[component]
pub fn DataTable(
    data: TableData,
    /// Where a heading right above already says what the caption says.
    #[prop(optional)]
    caption_hidden: bool,
) -> impl IntoView {
    let TableData { caption, columns, rows } = data;
    let numeric: Vec<bool> = columns.iter().map(|column| column.numeric).collect();
    let heading = |column: Column| {
        view! {
            <th scope="col" class:number=column.numeric>
                {column.heading}
            </th>
        }
    };
    let rows = rows.into_iter().map(|cells| view! { <TableRow cells numeric=numeric.clone() /> });
    let (rows, label) = (rows.collect_view(), caption.clone());
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=label>
            <table>
                <caption class:visually-hidden=caption_hidden>{caption}</caption>
                <thead>
                    <tr>{columns.into_iter().map(heading).collect_view()}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn TableRow(cells: Vec<Cell>, numeric: Vec<bool>) -> impl IntoView {
    let cell = |(index, cell): (usize, Cell)| {
        let number = numeric.get(index).copied().unwrap_or(false);
        if index == 0 {
            view! {
                <th scope="row" class:number=number>
                    {content(cell)}
                </th>
            }
            .into_any()
        } else {
            view! { <td class:number=number>{content(cell)}</td> }.into_any()
        }
    };
    let cells = cells.into_iter().enumerate().map(cell).collect_view();
    view! { <tr>{cells}</tr> }.into_any()
}

fn content(cell: Cell) -> impl IntoView {
    match cell {
        Cell::Text(text) => text.into_any(),
        Cell::Muted(text) => view! { <span class="muted">{text}</span> }.into_any(),
        Cell::Link(link) => view! { <a href=link.href>{link.text}</a> }.into_any(),
        Cell::Act { text, action } => view! { <Act action text /> }.into_any(),
        Cell::Meter { text, per_cent } => view! {
            {text}
            <Bar per_cent />
        }
        .into_any(),
    }
}
