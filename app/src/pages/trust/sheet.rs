//! The data-protection sheet: what Sightline does with people's data in this installation, to be printed and signed.
//! What only the organisation knows is a line to write on.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props: Leptos builds them for it")]

use leptos::prelude::*;
use service::trust::Trust;

use super::{PATH, measures, page::Sentences, retention, roles};
use crate::components::{Breadcrumbs, Cell, Column, DataTable, Link, PageHeader, Section, TableData};

const PURPOSES: [&str; 3] = [
    "To see whether a programme of learning changes how teams work: how long changes take, how many defects reach users, which practices are used.",
    "To run that programme: who takes part in which cohort, what they completed, which sessions they attended.",
    "To show every person what is held about them.",
];

const NOT_PURPOSES: &str =
    "Not to assess, rank or compare individual people. Sightline has no view that orders people by a value.";

#[component]
pub fn Sheet(trust: Trust) -> impl IntoView {
    let lead = format!(
        "As configured on {}. Print this page; the lines are for your organisation to fill in.",
        trust.today
    );
    let (work, erased) =
        (measures::work_records(&trust), retention::erased_statements(trust.erased_statements));
    let (kept, access) = (retention::table(&trust), measures::access(&trust));
    view! {
        <div class="trust">
            <Breadcrumbs trail=vec![Link::new("What is hidden and why", PATH)] here="Data-protection sheet" />
            <PageHeader title="Data-protection sheet" lead />
            <Section title="Responsible">
                <Blank label="Controller (organisation, address)" />
                <Blank label="Contact for data protection" />
                <Blank label="Who runs Sightline" />
            </Section>
            <Section title="Purposes">
                <ul>{PURPOSES.map(|purpose| view! { <li>{purpose}</li> })}</ul>
                <p class="sentence">{NOT_PURPOSES}</p>
                <Blank label="Legal basis for each purpose" />
                <Blank label="Agreement with employees' representatives (title, date)" />
            </Section>
            <Section title="Data">
                <DataTable data=data() caption_hidden=true />
            </Section>
            <Section title="Who can see what">
                <DataTable data=roles::table() caption_hidden=true />
                <p class="sentence">{work}</p>
            </Section>
            <Section title="How long what is kept">
                <DataTable data=kept caption_hidden=true />
                <p class="sentence">{erased}</p>
            </Section>
            <Section title="Protection">
                <Sentences of=measures::thresholds() />
                <Sentences of=access />
                <Blank label="Where Sightline and its backups are kept, who else has access (processors)" />
                <Blank label="Transfers to other countries" />
            </Section>
            <Section title="Rights">
                <p class="sentence">
                    "Everybody finds what is held about them, where it came from, who looked and why under “My records”; takes it away as JSON or CSV; says that an account is not theirs; and asks to be erased. Figures of the past keep their counts after that, without the person."
                </p>
                <Blank label="Where to turn with a question, an objection or a complaint" />
                <Blank label="Place, date, signature" />
            </Section>
        </div>
    }
    .into_any()
}

/// A line to write on.
#[component]
fn Blank(label: &'static str) -> impl IntoView {
    view! {
        <p class="blank-line">
            {label} <span class="blank" role="img" aria-label="A line to write on"></span>
        </p>
    }
    .into_any()
}

fn data() -> TableData {
    let rows = [
        [
            "Identity: name, e-mail, logins at the sources, team and role",
            "The organisation's lists, identity provider",
            "To join what the sources send",
        ],
        [
            "Learning: labs completed, sessions attended, aids used, with times",
            "Learning systems (xAPI)",
            "Adoption of the programme",
        ],
        [
            "Work: times, sizes, checks and review counts of pull requests; titles",
            "Code host",
            "Flow and practice of teams",
        ],
        [
            "Defects: times, severity, where found; summaries, reporter",
            "Issue tracker",
            "Quality of teams' work",
        ],
        [
            "Cohorts: who takes part from when to when, who coaches",
            "Those who run the programme",
            "To run the programme",
        ],
        [
            "Sign-in: password hash or identity at the provider, sessions, roles",
            "The person, administrators",
            "To keep others out",
        ],
        ["Audit log: who did what when, by number", "Sightline", "To show misuse"],
    ];
    TableData {
        caption: "Which data, from where, what for".to_owned(),
        columns: ["Data", "From", "For"].map(Column::text).to_vec(),
        rows: rows.into_iter().map(|row| row.map(Cell::from).to_vec()).collect(),
    }
}
