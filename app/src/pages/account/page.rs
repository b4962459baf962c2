//! The page as a whole.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props: Leptos builds them for it")]

use leptos::prelude::*;
use service::sign_in::{OfferedProvider, OwnRole, SessionKey, SessionLine};

use super::{roles::Roles, sessions::Sessions};
use crate::components::{Notice, NoticeKind, PageHeader, Section};

#[component]
pub fn Account(
    name: String,
    #[prop(optional_no_strip)] notice: Option<String>,
    roles: Vec<OwnRole>,
    /// Somebody with a password of this installation can change it.
    has_password: bool,
    sessions: Vec<SessionLine>,
    /// The session of this very page.
    current: SessionKey,
    providers: Vec<OfferedProvider>,
) -> impl IntoView {
    view! {
        {notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
        <PageHeader title="Your account" lead=format!("You are signed in as {name}.") />
        <Roles roles />
        {has_password.then(|| view! { <Password /> })}
        <Section title="Programs">
            <p>
                <a href="/account/tokens">"Tokens for programs of yours"</a>
            </p>
        </Section>
        <Sessions sessions current providers />
    }
    .into_any()
}

#[component]
fn Password() -> impl IntoView {
    view! {
        <Section title="Signing in">
            <p>
                <a href="/account/password">"Change your password"</a>
            </p>
            <p>
                <a href="/account/two-step">"Two-step sign-in"</a>
            </p>
        </Section>
    }
    .into_any()
}
