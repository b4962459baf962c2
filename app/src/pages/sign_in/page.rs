//! The two faces of the sign-in page: the demo's personas, or what an operator has to do.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props: Leptos builds them for it")]

use domain::viewer::AccessRole;
use leptos::prelude::*;

use crate::components::{EmptyState, Notice, NoticeKind, PageHeader, form::Hidden};

pub struct Persona {
    /// What the form sends: `l_and_d`.
    pub id: String,
    pub name: String,
    pub role: AccessRole,
}

#[component]
pub fn Personas(
    personas: Vec<Persona>,
    /// The page to go to afterwards.
    next: String,
    /// Somebody was asked for who is not among them.
    unknown: bool,
) -> impl IntoView {
    if personas.is_empty() {
        return view! { <NoPersonas /> }.into_any();
    }
    let entries = personas.into_iter().map(|persona| view! { <Entry persona next=next.clone() /> });
    let entries = entries.collect_view();
    view! {
        {unknown
            .then(|| {
                view! {
                    <Notice
                        kind=NoticeKind::Problem
                        text="There is no such person in the demo organisation. Choose one from the list."
                    />
                }
            })}
        <PageHeader
            title="Sign in"
            lead="This is a demo organisation. Its people are made up: choose whose eyes to look through. Each role sees what it needs and no more."
        />
        <ul class="personas">{entries}</ul>
    }
    .into_any()
}

#[component]
fn Entry(persona: Persona, next: String) -> impl IntoView {
    let Persona { id, name, role } = persona;
    view! {
        <li>
            <div>
                <p class="persona-name">{format!("{}, {name}", role.title())}</p>
                <p class="sentence">{purpose(role)}</p>
            </div>
            <form method="post" action="/sign-in">
                <Hidden name="persona" value=id />
                <Hidden name="next" value=next />
                <button class="button" type="submit">
                    {format!("Sign in as {}", role.title())}
                </button>
            </form>
        </li>
    }
    .into_any()
}

fn purpose(role: AccessRole) -> &'static str {
    match role {
        AccessRole::Executive => "Whether the programme moves its two outcomes.",
        AccessRole::LAndD => "Runs cohorts and the skill map, and sees who takes part.",
        AccessRole::Manager => "How their own teams work, sprint by sprint. No individuals.",
        AccessRole::Coach => "Their own cohorts, the people in them and their teams.",
        AccessRole::Engineer => "Their own team's trend and the skills of their role.",
        AccessRole::Admin => "Sets the installation up. Sees no figures by being administrator.",
        AccessRole::Auditor => "Verifies the log. Sees no figures.",
    }
}

#[component]
fn NoPersonas() -> impl IntoView {
    view! {
        <PageHeader title="Sign in" />
        <EmptyState
            missing="The demo is switched on, but its organisation is not loaded."
            next_step="The operator loads it into this database with: sightline demo"
        />
    }
    .into_any()
}

#[component]
pub fn NotConfigured() -> impl IntoView {
    view! {
        <PageHeader title="Sign in" />
        <EmptyState
            missing="No way to sign in is set up for this installation."
            next_step="Signing in through your organisation's identity provider is not part of this version. To look around, the operator loads the demo organisation with “sightline demo” and serves it with “sightline serve --demo”."
        />
    }
    .into_any()
}
