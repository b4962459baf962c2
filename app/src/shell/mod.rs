//! The document around every page: head, header, main, footer, and how it becomes a string of HTML.

mod document;
mod header;
mod navigation;

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::config::LeptosOptions;
use leptos::nonce::Nonce;
use leptos::prelude::*;

pub use navigation::{NavLink, links};

/// How a document that runs a script is told from one that does not. Text never holds it: it is escaped.
pub(crate) const SCRIPT_TAG: &str = "<script";

/// What surrounds a page's own content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chrome {
    /// Of the window; the product's name is added.
    pub title: String,
    /// Path of the page, to mark its link in the navigation: `/teams/payments` marks `/teams`.
    pub path: String,
    pub links: Vec<NavLink>,
    /// `None` before sign-in: no navigation, no way to sign out.
    pub viewer: Option<SignedIn>,
    /// Where the footer's "What is hidden and why" leads; the words stand there without a link if absent.
    pub hidden_and_why: Option<String>,
    /// Said on every page while the organisation is made up: `Demo organisation: every person and figure is made up`.
    pub banner: Option<String>,
}

/// Who is signed in, as the header says it: `Manager, Demo Person 07`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    pub role: String,
    pub name: String,
}

/// The complete HTML document of a page.
///
/// `body` is rendered first: only a page that holds an island makes the browser load WASM. `nonce` goes to the inline
/// script that wakes islands, for a content security policy.
///
/// # Panics
/// Leptos panics where `options.hash_files` is set and the hash file does not lie beside the binary; check at start.
pub fn render<V: IntoView>(
    options: &LeptosOptions,
    nonce: Option<&str>,
    chrome: Chrome,
    body: impl FnOnce() -> V,
) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| {
        if let Some(nonce) = nonce {
            provide_context(Nonce::from_value(nonce));
        }
        let content = body().into_view().to_html();
        document::document(options.clone(), chrome, content).into_view().to_html()
    });
    owner.unset_with_forced_cleanup();
    let html = match nonce {
        Some(nonce) => mark_preloads(&html, nonce),
        None => html,
    };
    format!("<!DOCTYPE html>{html}")
}

/// Leptos writes the nonce of a preload into its `crossorigin`, where it does not count: the policy would stop it.
fn mark_preloads(html: &str, nonce: &str) -> String {
    html.replace(&format!("crossorigin=\"{nonce}\""), &format!("crossorigin nonce=\"{nonce}\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::islands::LiveFigures;

    fn page<V: IntoView>(body: impl FnOnce() -> V) -> String {
        let options = LeptosOptions::builder().output_name("sightline").build();
        let chrome = Chrome {
            title: "R&D <Payments>".into(),
            path: "/teams/payments".into(),
            links: links(&crate::pages::testing::viewer(domain::viewer::AccessRole::Manager, &["payments"])),
            ..Chrome::default()
        };
        render(&options, Some("n0nce"), chrome, body)
    }

    #[test]
    fn a_page_without_an_island_has_no_script_at_all() {
        let html = page(|| view! { <p>"Plain"</p> });
        assert!(html.starts_with("<!DOCTYPE html><html lang=\"en\">"));
        assert!(!html.contains("<script"), "{html}");
    }

    #[test]
    fn a_page_with_an_island_wakes_it_by_a_script_that_carries_the_nonce() {
        let html = page(|| view! { <LiveFigures url="/live".to_owned() /> });
        assert!(html.contains("<leptos-island data-component=\"LiveFigures_"), "{html}");
        assert!(html.contains("<script type=\"module\" nonce=\"n0nce\">"), "{html}");
        let preloads = html.split("<link rel=\"modulepreload\"").skip(1).map(|rest| rest.split('>').next());
        assert!(preloads.flatten().all(|preload| preload.contains(" nonce=\"n0nce\"")), "{html}");
        assert!(html.contains("<link rel=\"modulepreload\""), "{html}");
    }

    #[test]
    fn titles_are_escaped_and_the_section_of_the_page_is_marked() {
        let html = page(|| view! { <p>"Plain"</p> });
        assert!(html.contains("<title>R&amp;D &lt;Payments&gt; · Sightline</title>"), "{html}");
        assert!(html.contains("<a href=\"/teams\" aria-current=\"true\">Teams</a>"), "{html}");
    }
}
