//! The page of those whom this version gives nothing to open yet: what they can do today instead.

use domain::viewer::AccessRole;
use leptos::prelude::*;

use crate::components::{EmptyState, Link, PageHeader};

pub const TITLE: &str = "Your page";

#[component]
pub fn NothingToOpen(
    /// `None`: no role at all.
    role: Option<AccessRole>,
) -> impl IntoView {
    let (missing, next_step, action) = words(role);
    view! {
        <PageHeader title=TITLE lead=signed_in_as(role) />
        <EmptyState missing next_step action />
    }
    .into_any()
}

fn signed_in_as(role: Option<AccessRole>) -> String {
    role.map_or_else(
        || "You are signed in.".to_owned(),
        |role| format!("You are signed in as {}.", role.title()),
    )
}

fn words(role: Option<AccessRole>) -> (&'static str, &'static str, Option<Link>) {
    if role.is_none() {
        return (
            "You have no role yet, so there is nothing to show.",
            "An administrator of your organisation gives you one. Ask them, then reload this page.",
            None,
        );
    }
    if role == Some(AccessRole::Auditor) {
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
