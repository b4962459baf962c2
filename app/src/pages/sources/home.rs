//! `/sources`: the ways in which statements come and go.

use axum::extract::State;
use leptos::prelude::*;

use super::{CONTENTS, FORWARDING, HISTORY, LINKS, PATH};
use crate::components::{PageHeader, Section};
use crate::web::{Answer, AppState, Page, Refusal, SignedIn};

const WAYS: [(&str, &str, &str); 6] = [
    (
        "Launched content",
        CONTENTS,
        "Storyline, Rise and cmi5 content that people open from here, each with a key of its own.",
    ),
    ("Short links", LINKS, "Addresses for job aids that note that they were followed."),
    ("History", HISTORY, "A CSV file from a learning management system, with the meaning of its columns."),
    ("Forwarding", FORWARDING, "Statements from another record store, and to other systems."),
    ("Quality", "/quality", "How good what each source sends is, and what would mend most."),
    ("Cohorts", "/cohorts", "Who was at a peer session is recorded on its cohort's page."),
];

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PATH, error);
    let desk = app.service.source_desk(&viewer).map_err(refuse)?;
    let open = |(_, path, _): &(_, &str, _)| *path != FORWARDING || desk.reaches_forwarding();
    let ways: Vec<_> = WAYS.into_iter().filter(open).collect();
    let way = |(title, path, words): (&'static str, &'static str, &'static str)| {
        view! {
            <Section title=title>
                <p>{words}</p>
                <p>
                    <a href=path>{format!("Open {}", title.to_lowercase())}</a>
                </p>
            </Section>
        }
    };
    Ok(Page::new(&app, Some(&viewer), PATH, "Sources").render(|| {
        view! {
            <PageHeader title="Sources" lead="Where statements come from and go to. Hooks and builds send theirs with sightline emit." />
            {ways.into_iter().map(way).collect_view()}
        }
    }))
}
