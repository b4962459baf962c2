//! What just happened: saved, or not and why.

use leptos::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    Saved,
    Problem,
}

#[component]
pub fn Notice(kind: NoticeKind, #[prop(into)] text: String) -> impl IntoView {
    let (class, role) = match kind {
        NoticeKind::Saved => ("notice notice-saved", "status"),
        NoticeKind::Problem => ("notice notice-problem", "alert"),
    };
    view! {
        <p class=class role=role>
            {text}
        </p>
    }
    .into_any()
}
