//! Whether the log is as it was written, in words.

use leptos::prelude::*;
use service::{
    Fields,
    audit::{Broken, Fault, Verdict},
};

use super::{PATH, VERIFY};
use crate::components::{
    Breadcrumbs, Link, Notice, NoticeKind, PageHeader, Section,
    form::{Submit, TextField},
};
use crate::web::beside;
use crate::words;

#[component]
pub fn VerdictPage(verdict: Verdict, compared: bool, typed: String, wrong: Fields) -> impl IntoView {
    let rows = words::plural(u64::try_from(verdict.ends.rows()).unwrap_or_default(), "entry", "entries");
    let (kind, text, next) = match verdict.result {
        Ok(_) => (NoticeKind::Saved, whole(&rows, compared), None),
        Err(broken) => (NoticeKind::Problem, told(broken), Some(next_step(broken))),
    };
    view! {
        <Breadcrumbs trail=vec![Link::new("Audit log", PATH)] here="Verify" />
        <PageHeader title="Is the audit log whole?" lead="Every hash was computed again, from the first row to the head." />
        <Notice kind text />
        {next.map(|words| view! { <p class="sentence">{words}</p> })}
        <p class="chain-head">
            <span class="under">"Head"</span>
            <code>{verdict.ends.head.to_string()}</code>
        </p>
        <Section title="Compare with a head you kept">
            <form class="form" method="get" action=VERIFY>
                <TextField
                    name="head"
                    label="A head of earlier"
                    value=typed
                    help="As this page or “sightline audit head” showed it. Only this finds a log that was written anew as a whole."
                    error=beside(&wrong, "head")
                    required=true
                />
                <Submit text="Verify against it" />
            </form>
        </Section>
    }
    .into_any()
}

fn whole(rows: &str, compared: bool) -> String {
    let met = if compared { " It also meets the head that you kept." } else { "" };
    format!("The log is whole: nothing was changed, taken out, put in or moved in {rows}.{met}")
}

fn told(Broken { seq, fault }: Broken) -> String {
    match fault {
        Fault::Changed => format!("The log is broken: row {seq} does not say what was written."),
        Fault::Removed => format!("The log is broken: row {seq} is missing."),
        Fault::Inserted => format!("The log is broken: row {seq} was put in afterwards."),
        Fault::Swapped => {
            format!("The log is broken: what stands in row {seq} was written in another place.")
        }
        Fault::HeadMismatch => format!("The log is broken: row {seq} is not the one that the head names."),
    }
}

fn next_step(broken: Broken) -> String {
    let before = broken.seq - 1;
    let sound =
        if before > 0 { format!("Rows up to {before} are as they were written. ") } else { String::new() };
    format!(
        "{sound}Somebody wrote into the database past Sightline. Keep the database as it is, tell whoever runs it, and compare it with a backup."
    )
}
