//! A short state in words; colour only repeats it.

use leptos::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadgeKind {
    /// It is so: `Likely real`, `On track`.
    Accent,
    /// It is open: `Not enough evidence yet`, `Planned`.
    Quiet,
    /// Someone should look: `Check for gaming`.
    Attention,
}

#[component]
pub fn Badge(kind: BadgeKind, #[prop(into)] text: String) -> impl IntoView {
    let class = match kind {
        BadgeKind::Accent => "badge badge-accent",
        BadgeKind::Quiet => "badge badge-quiet",
        BadgeKind::Attention => "badge badge-attention",
    };
    view! { <span class=class>{text}</span> }.into_any()
}
