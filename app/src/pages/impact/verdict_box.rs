//! The box that a page keeps for what matters most: the verdict, its sentence, how sure, and what plain before and after
//! would have said, struck through.

use leptos::prelude::*;

use crate::components::{Badge, BadgeKind, Link};

/// A run of words; numbers that a sentence turns on stand out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Words(String),
    Number(String),
    /// Said only to be doubted.
    Struck(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictData {
    pub badge: (BadgeKind, String),
    pub sentence: Vec<Part>,
    /// Interval, n, against whom; then what else belongs beside it.
    pub details: Vec<Vec<Part>>,
    pub link: Option<Link>,
}

#[component]
pub fn VerdictBox(
    data: VerdictData,
    /// Above the badge, where the page does not say it already.
    #[prop(optional_no_strip)]
    name: Option<String>,
) -> impl IntoView {
    let VerdictData { badge: (kind, text), sentence, details, link } = data;
    let details = details.into_iter().map(|parts| view! { <p class="sentence"><Said parts /></p> });
    view! {
        <article class="outcome verdict">
            <p class="verdict-head">
                <Badge kind text /> {name.map(|name| view! { <span class="muted">{name}</span> })}
            </p>
            <h2 class="outcome-finding">
                <Said parts=sentence />
            </h2>
            {details.collect_view()}
            {link.map(|link| view! { <p class="sentence"><a href=link.href>{link.text}</a></p> })}
        </article>
    }
    .into_any()
}

#[component]
pub fn Said(parts: Vec<Part>) -> impl IntoView {
    let part = |part: Part| match part {
        Part::Words(words) => words.into_any(),
        Part::Number(number) => view! { <strong>{number}</strong> }.into_any(),
        Part::Struck(words) => view! { <s>{words}</s> }.into_any(),
    };
    parts.into_iter().map(part).collect_view().into_any()
}
