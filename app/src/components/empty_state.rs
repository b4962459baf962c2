//! A page or section with nothing to show: what is missing, and the next step as a button.

use leptos::prelude::*;

use super::Link;

#[component]
pub fn EmptyState(
    #[prop(into)] missing: String,
    #[prop(into)] next_step: String,
    #[prop(optional_no_strip, into)] action: Option<Link>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty-missing">{missing}</p>
            <p class="empty-next">{next_step}</p>
            {action
                .map(|link| {
                    view! {
                        <a class="button button-main" href=link.href>
                            {link.text}
                        </a>
                    }
                })}
        </div>
    }
    .into_any()
}
