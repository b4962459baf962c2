//! `<html>` with everything that is the same on all pages.

use leptos::config::LeptosOptions;
use leptos::prelude::*;
use leptos_meta::HashedStylesheet;
use service::{COMPARISON, THRESHOLD};

use super::Chrome;
use super::header::Header;

/// How a page that holds an island is told from one that does not.
const ISLAND_TAG: &str = "<leptos-island";

/// The document around `content`, the rendered HTML of the page.
pub fn document(options: LeptosOptions, chrome: Chrome, content: String) -> impl IntoView {
    let Chrome { title, path, links, viewer, hidden_and_why, banner } = chrome;
    let islands = content.contains(ISLAND_TAG);
    view! {
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>{format!("{title} · Sightline")}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <HashedStylesheet options=options.clone() />
                {islands.then(|| view! { <HydrationScripts options islands=true /> })}
            </head>
            <body>
                <a class="skip-link" href="#main">"Skip to content"</a>
                <Header banner path links viewer />
                <main id="main" tabindex="-1" inner_html=content></main>
                <Footer hidden_and_why />
            </body>
        </html>
    }
}

#[component]
fn Footer(hidden_and_why: Option<String>) -> impl IntoView {
    view! {
        <footer class="page-footer">
            <p>
                {format!("Team trends by default. A figure needs {THRESHOLD} people, a comparison {COMPARISON} a side. ")}
                {hidden_and_why.map(|href| view! { <a href=href>"What is hidden and why"</a> })}
            </p>
        </footer>
    }
    .into_any()
}
