//! Finding something by its name in a long list. A GET form: what was searched lives in the URL.

use leptos::prelude::*;

#[component]
pub fn SearchForm(
    #[prop(into)] path: String,
    #[prop(into)] label: String,
    /// What was searched for, sent as `q`.
    #[prop(into)]
    query: String,
) -> impl IntoView {
    let clear = (!query.is_empty()).then(|| view! { <a href=path.clone()>"Clear"</a> });
    view! {
        <form class="search" role="search" method="get" action=path.clone()>
            <label class="inline-field">
                <span>{label}</span>
                <input type="search" name="q" value=query autocomplete="off" />
            </label>
            <button class="button" type="submit">
                "Search"
            </button>
            {clear}
        </form>
    }
    .into_any()
}
