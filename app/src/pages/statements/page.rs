//! The list of what arrived, newest first.

use domain::EpochMs;
use leptos::prelude::*;
use service::stream::{StatementLine, StatementPage, Tags, Told};

use super::{
    EXPORT, LIVE, PATH,
    filter::{FilterForm, Typed},
};
use crate::components::{
    Cell, Column, DataTable, EmptyState, Link, PageHeader, Section, TableData, form::Hidden, href,
};
use crate::islands::LiveRows;
use crate::words;

#[component]
pub fn Statements(
    list: StatementPage,
    typed: Typed,
    year: i16,
    /// Whether it is the newest end, which follows what arrives.
    follows: bool,
) -> impl IntoView {
    let StatementPage { lines, older, newer, head, sources } = list;
    let after = head.to_string();
    let url = href(LIVE, typed.parameters().chain([("after", after.as_str())]));
    let place = |name: &str, at: i64| {
        let at = at.to_string();
        href(PATH, typed.parameters().chain([(name, at.as_str())]))
    };
    let (newer, older) = (newer.map(|at| place("after", at)), older.map(|at| place("before", at)));
    view! {
        <PageHeader
            title="Statements"
            lead="What arrives, newest first, nobody named. Times are UTC. The tags of a team that is too small to show are withheld."
        />
        <FilterForm typed=typed.clone() sources />
        <div class="list">
            {if lines.is_empty() {
                view! { <Nothing narrowed=!typed.is_empty() /> }.into_any()
            } else {
                view! { <Lines lines typed=typed.clone() year /> }.into_any()
            }} {follows.then(|| view! { <LiveRows url /> })} <Ways newer older />
        </div>
        <Files typed />
    }
    .into_any()
}

#[component]
fn Lines(lines: Vec<StatementLine>, typed: Typed, year: i16) -> impl IntoView {
    let data = TableData {
        caption: "What arrived, newest first".to_owned(),
        columns: ["Stored", "Source", "Verb", "Activity", "Tags", "Happened"].map(Column::text).to_vec(),
        rows: lines.iter().map(|line| row(line, &typed, year)).collect(),
    };
    view! {
        <div class="many-columns" data-live-rows="">
            <DataTable data caption_hidden=true />
        </div>
    }
    .into_any()
}

fn row(line: &StatementLine, typed: &Typed, year: i16) -> Vec<Cell> {
    let narrowing = |name: &'static str, value: &str, text: String| {
        let kept = typed.parameters().filter(|(other, _)| *other != name);
        Cell::from(Link::new(text, href(PATH, kept.chain([(name, value)]))))
    };
    let activity = match line.object.activity() {
        Some(id) => narrowing("activity", id, id.to_owned()),
        None => Cell::Muted(line.object.words().to_owned()),
    };
    vec![
        precise(line.stored_at, year).into(),
        narrowing("source", &line.source, line.source.clone()),
        narrowing("verb", &line.verb, verb(line)),
        activity,
        tags(line),
        line.happened_at.map_or_else(|| Cell::Muted("not said".to_owned()), |at| precise(at, year).into()),
    ]
}

/// The words of a line in the order of the table's columns, for what arrives while the page is open.
pub(super) fn texts(line: &StatementLine, year: i16) -> Vec<String> {
    let text = |cell: Cell| match cell {
        Cell::Text(text) | Cell::Muted(text) | Cell::Meter { text, .. } | Cell::Act { text, .. } => text,
        Cell::Link(to) => to.text,
    };
    row(line, &Typed::default(), year).into_iter().map(text).collect()
}

/// `30 March, 09:15:07`: statements follow one another within a minute.
fn precise(at: EpochMs, year: i16) -> String {
    format!("{}:{:02}", words::moment(at, year), at.0.div_euclid(1000).rem_euclid(60))
}

/// The last part of a verb's address, which is what it is called.
fn verb(line: &StatementLine) -> String {
    let name = line.verb.trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or(&line.verb);
    let name = if name.is_empty() { &line.verb } else { name };
    if line.voided { format!("{name} (voided)") } else { name.to_owned() }
}

fn tags(line: &StatementLine) -> Cell {
    let Some(tags) = &line.tags else { return Cell::Muted("no moment of learning".to_owned()) };
    let people = match (line.people, line.unknown_people) {
        (1, 0) => String::new(),
        (people, 0) => format!("; {}", words::plural(people as u64, "person", "people")),
        (1, _) => "; an unknown person".to_owned(),
        (people, unknown) => format!("; {people} people, {unknown} of them unknown"),
    };
    Cell::from(format!("{}{people}", said(tags)))
}

/// Those that are there, then those that are not.
fn said(tags: &Tags) -> String {
    let there = tags.all().into_iter().filter_map(|(name, tag)| match tag {
        Told::Value(text) => Some(format!("{name} {text}")),
        Told::Withheld => Some(format!("{name} withheld")),
        Told::Missing => None,
    });
    let missing: Vec<&str> =
        tags.all().into_iter().filter(|(_, tag)| **tag == Told::Missing).map(|(name, _)| name).collect();
    let lacking = (!missing.is_empty()).then(|| format!("no {}", missing.join(", no ")));
    there.chain(lacking).collect::<Vec<_>>().join(", ")
}

#[component]
fn Nothing(narrowed: bool) -> impl IntoView {
    if narrowed {
        return view! {
            <EmptyState
                missing="No statement is like this."
                next_step="Narrow it less, or look at all of them."
                action=Link::new("Show all", PATH)
            />
        }
        .into_any();
    }
    view! {
        <EmptyState
            missing="No statement has arrived yet."
            next_step="Make a key for a source; what it sends to /xapi appears here."
        />
    }
    .into_any()
}

#[component]
fn Ways(
    #[prop(optional_no_strip)] newer: Option<String>,
    #[prop(optional_no_strip)] older: Option<String>,
) -> impl IntoView {
    let any = newer.is_some() || older.is_some();
    let way = |href: String, rel: &'static str, text: &'static str| {
        view! {
            <a class="button" rel=rel href=href>
                {text}
            </a>
        }
    };
    any.then(|| {
        view! {
            <nav class="pager" aria-label="Pages">
                {newer.map(|href| way(href, "prev", "Newer"))} {older.map(|href| way(href, "next", "Older"))}
            </nav>
        }
    })
}

#[component]
fn Files(typed: Typed) -> impl IntoView {
    let kept: Vec<(String, String)> =
        typed.parameters().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let hidden = kept.into_iter().map(|(name, value)| view! { <Hidden name value /> }).collect_view();
    view! {
        <Section title="As a file">
            <p class="sentence">
                "All statements that the list is narrowed to, nobody named. Taking them away is logged."
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
