//! Making a token, and showing it this once.

use leptos::prelude::*;
use service::{
    Fields,
    tokens::{LONGEST_DAYS, NewToken, TokenForm, TokenScope},
};

use super::{PATH, list::day};
use crate::components::{
    Choice, Notice, NoticeKind, PageHeader, Section,
    form::{CheckboxGroup, ErrorSummary, Submit, TextField},
};
use crate::web::{beside, summary};

#[component]
pub fn MakeToken(form: TokenForm, wrong: Fields) -> impl IntoView {
    let scope = |scope: TokenScope| Choice::new(scope.as_str(), scope.title());
    view! {
        <Section title="Make a token">
            <ErrorSummary errors=summary(&wrong) />
            <form class="form" method="post" action=PATH>
                <TextField
                    name="name"
                    label="Name"
                    value=form.name
                    help="What will use it, so that you know it again: Weekly report."
                    error=beside(&wrong, "name")
                    required=true
                />
                <CheckboxGroup
                    name="scopes"
                    legend="It may read"
                    choices=TokenScope::ALL.map(scope).to_vec()
                    selected=form.scopes
                    help="Never more than you may see yourself at that moment."
                    error=beside(&wrong, "scopes")
                />
                <TextField
                    name="days"
                    label="It expires after so many days"
                    value=form.days
                    help=format!("From 1 to {LONGEST_DAYS}.")
                    error=beside(&wrong, "days")
                    required=true
                    kind="number"
                />
                <Submit text="Make the token" />
            </form>
        </Section>
    }
    .into_any()
}

#[component]
pub fn Made(token: NewToken) -> impl IntoView {
    let lead = format!("{}, good until {}.", token.name, day(token.expires_at));
    view! {
        <PageHeader title="Your new token" lead />
        <Notice
            kind=NoticeKind::Saved
            text="Copy it now: it is not kept and cannot be shown again. Whoever has it reads what you may read."
        />
        <p>
            <code class="secret">{token.secret}</code>
        </p>
        <p>
            "Programs send it as "
            <code>"Authorization: Bearer sl_…"</code>
            ". "
            <a href="/api">"What can be asked"</a>
        </p>
    }
    .into_any()
}
