//! The one thing on a page that gets a box: an outcome of the programme and how far it is.

use leptos::prelude::*;

use super::{Badge, BadgeKind, Link};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeData {
    pub badge: (BadgeKind, String),
    /// One sentence: `Pull requests merge in 31 h, down from 40 h in the baseline`.
    pub finding: String,
    /// Target, evidence and what is not known yet.
    pub details: String,
    pub link: Option<Link>,
}

#[component]
pub fn Outcome(data: OutcomeData) -> impl IntoView {
    let OutcomeData { badge: (kind, text), finding, details, link } = data;
    view! {
        <article class="outcome">
            <Badge kind text />
            <h2 class="outcome-finding">{finding}</h2>
            <p class="sentence">
                {details} " " {link.map(|link| view! { <a href=link.href>{link.text}</a> })}
            </p>
        </article>
    }
    .into_any()
}
