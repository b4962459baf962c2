//! The header: where one is, where one can go, who one is.

use leptos::prelude::*;

use super::SignedIn;
use super::navigation::{Current, NavLink};

#[component]
pub fn Header(
    banner: Option<String>,
    path: String,
    links: Vec<NavLink>,
    viewer: Option<SignedIn>,
) -> impl IntoView {
    let navigation = (!links.is_empty()).then(|| view! { <Navigation path links /> });
    view! {
        <header>
            {banner.map(|text| view! { <p class="banner">{text}</p> })}
            <div class="page-top">
                <a class="wordmark" href="/">
                    <Logo />
                    "Sightline"
                </a>
                {navigation}
                {viewer.map(|viewer| view! { <Viewer viewer /> })}
            </div>
        </header>
    }
    .into_any()
}

#[component]
fn Navigation(path: String, links: Vec<NavLink>) -> impl IntoView {
    let link = move |link: NavLink| {
        let current = match link.current(&path) {
            Current::Page => Some("page"),
            Current::Section => Some("true"),
            Current::No => None,
        };
        view! {
            <li>
                <a href=link.href aria-current=current>
                    {link.text}
                </a>
            </li>
        }
    };
    view! {
        <nav class="main-nav" aria-label="Main">
            <ul>{links.into_iter().map(link).collect_view()}</ul>
        </nav>
    }
    .into_any()
}

#[component]
fn Viewer(viewer: SignedIn) -> impl IntoView {
    let SignedIn { role, name } = viewer;
    let name = if role.is_empty() { name } else { format!("{role}, {name}") };
    view! {
        <div class="viewer">
            <span>
                <a href="/account">{name}</a>
            </span>
            <form method="post" action="/sign-out">
                <button class="link-button" type="submit">
                    "Sign out"
                </button>
            </form>
        </div>
    }
    .into_any()
}

/// A line that rises to a point.
#[component]
fn Logo() -> impl IntoView {
    view! {
        <svg class="logo" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d="M2 15 7.5 9.5 11 12 17.5 4.5" />
            <circle cx="17.5" cy="4.5" r="2" />
        </svg>
    }
    .into_any()
}
