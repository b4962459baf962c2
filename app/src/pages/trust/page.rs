//! The page for everybody: what is hidden and why, who can see what, how long what is kept.

use leptos::prelude::*;
use service::trust::{Source, Trust};

use super::{SHEET, measures, retention, roles};
use crate::components::{Cell, Column, DataTable, Link, PageHeader, Section, TableData};
use crate::words;

#[component]
pub fn TrustPage(
    trust: Trust,
    /// The reader is somebody of the directory, so there are records of their own.
    has_records: bool,
) -> impl IntoView {
    let lead =
        "Sightline shows how teams work, not how people do. This page says what that means here, today.";
    let (hidden, work) = (measures::hidden(&trust), measures::work_records(&trust));
    let (sources, kept) = (sources(&trust), retention::table(&trust));
    let erased = retention::erased_statements(trust.erased_statements);
    view! {
        <div class="trust">
            <PageHeader title="What is hidden and why" lead>
                <a class="button" href=SHEET>
                    "Data-protection sheet"
                </a>
            </PageHeader>
            <Section title="Small groups">
                <Sentences of=measures::thresholds() />
                <p class="sentence">{hidden}</p>
            </Section>
            <Section title="Who can see what">
                <DataTable data=roles::table() caption_hidden=true />
                <p class="sentence">{work}</p>
                <p class="sentence">"What one may not see looks as if it did not exist. Nobody can sort or rank people by a value."</p>
            </Section>
            <Section title="Where the figures come from">
                <DataTable data=sources caption_hidden=true />
                <p class="evidence">"What belongs to no team counts for none. It waits to be assigned."</p>
            </Section>
            <Section title="How long what is kept">
                <DataTable data=kept caption_hidden=true />
                <p class="sentence">{erased}</p>
            </Section>
            <Section title="The log">
                <Log trust has_records />
            </Section>
        </div>
    }
    .into_any()
}

#[component]
pub fn Sentences(of: Vec<String>) -> impl IntoView {
    of.into_iter().map(|words| view! { <p class="sentence">{words}</p> }).collect_view().into_any()
}

fn sources(trust: &Trust) -> TableData {
    let this_year = trust.today.year();
    let row = |source: &Source| -> Vec<Cell> {
        let mapped = match source.mapped {
            Some(share) => Cell::Text(format!("{share} %")),
            None => Cell::Muted("Nothing arrived yet".to_owned()),
        };
        let newest = match source.newest {
            Some(day) => Cell::Text(words::day(day, this_year)),
            None => Cell::Muted("None".to_owned()),
        };
        vec![source.what.into(), mapped, newest]
    };
    TableData {
        caption: "Where the figures come from".to_owned(),
        columns: vec![
            Column::text("Source"),
            Column::number("Belongs to a team"),
            Column::text("Newest arrival"),
        ],
        rows: trust.sources.iter().map(row).collect(),
    }
}

#[component]
fn Log(trust: Trust, has_records: bool) -> impl IntoView {
    let rows = words::plural(u64::try_from(trust.log.rows()).unwrap_or_default(), "entry", "entries");
    let records = has_records.then(|| Link::new("Your own records say who looked at them.", "/my-records"));
    view! {
        <p class="sentence">
            {format!("The audit log has {rows}. Whoever notes its head can tell later whether anything before it was changed. ")}
            {records.map(|link| view! { <a href=link.href>{link.text}</a> })}
        </p>
        <p class="chain-head">
            <span class="under">"Head"</span>
            <code>{trust.log.head.to_string()}</code>
        </p>
    }
    .into_any()
}
