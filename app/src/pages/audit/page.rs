//! The list of what was done, newest first, and where the chain ends.

use leptos::prelude::*;
use service::{
    Fields,
    audit::{AuditLine, AuditPage, ChainEnds, Named},
};

use super::{
    EXPORT, PATH, VERIFY,
    filter::{FilterForm, Typed},
};
use crate::components::{
    Cell, Column, DataTable, EmptyState, Link, PageHeader, Pager, Section, TableData, form::Hidden, href,
};
use crate::words;

#[component]
pub fn Log(list: AuditPage, typed: Typed, wrong: Fields) -> impl IntoView {
    let AuditPage { lines, total, page, pages, actions, ends, today } = list;
    let this_year = today.year();
    let lead = lead(total, ends, typed.is_empty());
    view! {
        <PageHeader title="Audit log" lead />
        <FilterForm typed=typed.clone() actions wrong />
        <div class="list">
            {if lines.is_empty() {
                view! { <Nothing narrowed=!typed.is_empty() /> }.into_any()
            } else {
                view! { <Lines lines page pages typed=typed.clone() this_year /> }.into_any()
            }}
        </div>
        <Chain ends />
        <Files typed total />
    }
    .into_any()
}

fn count(rows: i64) -> String {
    words::plural(u64::try_from(rows).unwrap_or_default(), "entry", "entries")
}

fn lead(total: i64, ends: ChainEnds, all: bool) -> String {
    let how_many = if all { count(ends.rows()) } else { format!("{total} of {}", count(ends.rows())) };
    format!(
        "{how_many}, newest first. Times are UTC. The log itself holds numbers; names are looked up for this page."
    )
}

#[component]
fn Lines(lines: Vec<AuditLine>, page: i64, pages: i64, typed: Typed, this_year: i16) -> impl IntoView {
    let neighbour = |number: i64| {
        let number = number.to_string();
        href(PATH, typed.parameters().chain([("page", number.as_str())]))
    };
    let previous = (page > 1).then(|| neighbour(page - 1));
    let next = (page < pages).then(|| neighbour(page + 1));
    let count = |number: i64| usize::try_from(number).unwrap_or_default();
    let data = TableData {
        caption: "What was done, newest first".to_owned(),
        columns: ["Row", "When", "Who", "What", "To what", "Detail"].map(Column::text).to_vec(),
        rows: lines.into_iter().map(|line| row(line, this_year)).collect(),
    };
    view! {
        <DataTable data caption_hidden=true />
        <Pager page=count(page) pages=count(pages) previous next />
    }
    .into_any()
}

fn row(line: AuditLine, this_year: i16) -> Vec<Cell> {
    vec![
        line.seq.to_string().into(),
        words::moment(line.at, this_year).into(),
        narrowing("who", line.who),
        line.action.into(),
        narrowing("subject", line.subject),
        line.detail.into(),
    ]
}

/// A name that leads to everything about it.
fn narrowing(parameter: &str, named: Named) -> Cell {
    Link::new(named.name, href(PATH, [(parameter, named.word.as_str())])).into()
}

#[component]
fn Nothing(narrowed: bool) -> impl IntoView {
    if narrowed {
        return view! {
            <EmptyState
                missing="Nothing in the log is like this."
                next_step="Narrow it less, or look at all of it."
                action=Link::new("Show all", PATH)
            />
        }
        .into_any();
    }
    view! {
        <EmptyState
            missing="Nothing was logged yet."
            next_step="Sign-ins, changes, exports and every look at a person's record appear here by themselves."
        />
    }
    .into_any()
}

#[component]
fn Chain(ends: ChainEnds) -> impl IntoView {
    let gone = (ends.anchor.seq > 0).then(|| {
        format!(
            "Retention took away the rows up to {}; the chain is verified from there on.",
            ends.anchor.seq
        )
    });
    view! {
        <Section title="The chain">
            <p class="sentence">
                "Every row carries a hash over itself and the row before it. Keep the head where nobody can write who can write the database: a log that was written anew does not meet it."
            </p>
            <p class="chain-head">
                <span class="under">"Head"</span>
                <code>{ends.head.to_string()}</code>
            </p>
            {gone.map(|words| view! { <p class="evidence">{words}</p> })}
            <form method="get" action=VERIFY>
                <button class="button" type="submit">
                    "Verify the log"
                </button>
            </form>
        </Section>
    }
    .into_any()
}

#[component]
fn Files(typed: Typed, total: i64) -> impl IntoView {
    let kept: Vec<(String, String)> =
        typed.parameters().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let hidden = kept.into_iter().map(|(name, value)| view! { <Hidden name value /> }).collect_view();
    view! {
        <Section title="As a file">
            <p class="sentence">
                {format!("{} with their hashes, numbers instead of names. Taking the log away is logged.", count(total))}
            </p>
            <form method="post" action=EXPORT class="form-actions">
                {hidden} <button class="button" type="submit" name="format" value="jsonl">
                    "Export JSON lines"
                </button> <button class="button" type="submit" name="format" value="csv">
                    "Export CSV"
                </button>
            </form>
        </Section>
    }
    .into_any()
}
