//! The way up from a page that lies below another.

use leptos::prelude::*;

use super::Link;

/// `trail` from the top down, without the page itself.
#[component]
pub fn Breadcrumbs(trail: Vec<Link>, #[prop(into)] here: String) -> impl IntoView {
    let step = |link: Link| {
        view! {
            <li>
                <a href=link.href>{link.text}</a>
            </li>
        }
    };
    view! {
        <nav class="breadcrumbs" aria-label="Breadcrumb">
            <ol>
                {trail.into_iter().map(step).collect_view()} <li>
                    <span aria-current="page">{here}</span>
                </li>
            </ol>
        </nav>
    }
    .into_any()
}
