//! A part of a page under its own heading, set off by space and a hairline.

use leptos::prelude::*;

use super::Link;

#[component]
pub fn Section(
    #[prop(into)] title: String,
    /// Beside the heading: definitions, the cohort, a CSV file.
    #[prop(optional_no_strip, into)]
    aside: Option<Link>,
    /// Makes the heading a target for links.
    #[prop(optional, into)]
    id: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="section" id=id>
            <div class="section-head">
                <h2>{title}</h2>
                {aside.map(|link| view! { <a href=link.href>{link.text}</a> })}
            </div>
            {children()}
        </section>
    }
    .into_any()
}
