//! The page of those whom this version gives nothing to open yet: what they can do today instead.

use domain::viewer::AccessRole;
use leptos::prelude::*;

use crate::components::{EmptyState, Link, PageHeader};

pub const TITLE: &str = "Your page";

#[component]
pub fn NothingToOpen(role: AccessRole) -> impl IntoView {
    let (missing, next_step, action) = words(role);
    view! {
        <PageHeader title=TITLE lead=format!("You are signed in as {}.", role.title()) />
        <EmptyState missing next_step action />
    }
    .into_any()
}

fn words(role: AccessRole) -> (&'static str, &'static str, Option<Link>) {
    if role == AccessRole::Auditor {
        return (
            "The log has no page in this version.",
            "What was changed, and who looked at people, is kept in the table change_log of the database. Your role sees no figures.",
            None,
        );
    }
    (
        "Setting up is done on the command line in this version.",
        "People, teams, repositories, sprints and calendars are imported with “sightline import”; “sightline --help” lists every command. Your role sees no figures by being administrator.",
        Some(Link::new("Read the skill map", "/skill-map")),
    )
}
