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
    format!("<!DOCTYPE html>{html}")
}
