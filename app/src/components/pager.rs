//! Earlier and later pages of a long list.

use leptos::prelude::*;

/// `page` counts from 1. Nothing is shown where one page holds all.
#[component]
pub fn Pager(
    page: usize,
    pages: usize,
    /// The URL of each neighbour, with the rest of the page's state.
    #[prop(optional_no_strip)]
    previous: Option<String>,
    #[prop(optional_no_strip)] next: Option<String>,
) -> impl IntoView {
    (pages > 1).then(|| {
        view! {
            <nav class="pager" aria-label="Pages">
                {previous
                    .map(|href| {
                        view! {
                            <a class="button" rel="prev" href=href>
                                "Previous"
                            </a>
                        }
                    })} <span>{format!("Page {page} of {pages}")}</span>
                {next
                    .map(|href| {
                        view! {
                            <a class="button" rel="next" href=href>
                                "Next"
                            </a>
                        }
                    })}
            </nav>
        }
    })
}
