//! The sign-in page: identity providers, the demo's personas, or what an operator has to do where there is neither.

use domain::viewer::AccessRole;
use leptos::prelude::*;
use service::sign_in::OfferedProvider;

use super::super::local_sign_in::PasswordSignIn;
use crate::components::{EmptyState, Notice, NoticeKind, PageHeader, below, form::Hidden, href};

pub struct Persona {
    /// What the form sends: `l_and_d`.
    pub id: String,
    pub name: String,
    pub role: AccessRole,
}

/// The address that leads to a provider and, from there, to the page that was asked for.
pub fn provider_path(name: &str, next: &str) -> String {
    href(&below("/sign-in/oidc", name), (next != "/").then_some(("next", next)))
}

/// Every way in that there is here.
#[component]
pub fn WaysIn(
    providers: Vec<OfferedProvider>,
    /// Somebody here signs in with a password of this installation.
    passwords: bool,
    /// `None` where no demo organisation is served.
    personas: Option<Vec<Persona>>,
    /// The page to go to afterwards.
    next: String,
    /// Somebody was asked for who is not among the personas.
    unknown: bool,
) -> impl IntoView {
    let lead = if personas.as_ref().is_some_and(|personas| !personas.is_empty()) { DEMO_LEAD } else { LEAD };
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
        <PageHeader title="Sign in" lead />
        <Providers providers next=next.clone() />
        {passwords.then(|| view! { <PasswordSignIn next=next.clone() /> })}
        {personas.map(|personas| view! { <Personas personas next /> })}
    }
    .into_any()
}

const LEAD: &str = "What you see here follows from your role.";

const DEMO_LEAD: &str = "This is a demo organisation. Its people are made up: choose whose eyes to look through. Each role sees what it needs and no more.";

#[component]
fn Providers(providers: Vec<OfferedProvider>, next: String) -> impl IntoView {
    let entry = |OfferedProvider { name, title }| {
        view! {
            <li>
                <p class="persona-name">{format!("With your account at {title}")}</p>
                <a class="button button-main" href=provider_path(&name, &next)>
                    {format!("Sign in with {title}")}
                </a>
            </li>
        }
    };
    let entries = providers.into_iter().map(entry).collect_view();
    (!entries.is_empty()).then(|| view! { <ul class="personas">{entries}</ul> })
}

#[component]
fn Personas(personas: Vec<Persona>, next: String) -> impl IntoView {
    if personas.is_empty() {
        return view! { <NoPersonas /> }.into_any();
    }
    let entries = personas.into_iter().map(|persona| view! { <Entry persona next=next.clone() /> });
    view! { <ul class="personas">{entries.collect_view()}</ul> }.into_any()
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
            next_step="Until somebody administers this installation, “sightline serve” prints a link at its start by which its first administrator is made. An identity provider is named in the configuration: “sightline config print --default” shows how. To look around, the operator loads the demo organisation with “sightline demo” and serves it with “sightline serve --demo”."
        />
    }
    .into_any()
}
