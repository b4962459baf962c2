//! What sends a form. A button says what it does: `Enrol 8 people`.

use leptos::prelude::*;

#[component]
pub fn Submit(
    #[prop(into)] text: String,
    /// Where "Cancel" leads; without it there is none.
    #[prop(optional, into)]
    cancel: Option<String>,
) -> impl IntoView {
    view! {
        <div class="form-actions">
            <button class="button button-main" type="submit">
                {text}
            </button>
            {cancel
                .map(|href| {
                    view! {
                        <a class="button" href=href>
                            "Cancel"
                        </a>
                    }
                })}
        </div>
    }
    .into_any()
}

/// A value that the reader does not see.
#[component]
pub fn Hidden(#[prop(into)] name: String, #[prop(into)] value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value /> }.into_any()
}

/// An act that takes nothing away: a button by itself.
#[component]
pub fn Act(action: String, text: String) -> impl IntoView {
    view! {
        <form method="post" action=action>
            <button class="button" type="submit">
                {text}
            </button>
        </form>
    }
    .into_any()
}

/// An act that takes something away: opened first, told what follows, then done. `children` are hidden fields.
#[component]
pub fn Confirm(
    /// On the closed section: `Retire this skill`.
    #[prop(into)]
    title: String,
    #[prop(into)] consequence: String,
    /// Where the form posts to.
    #[prop(into)]
    action: String,
    #[prop(into)] button: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <details class="confirm">
            <summary>{title}</summary>
            <form method="post" action=action>
                <p>{consequence}</p>
                {children.map(|children| children())}
                <button class="button button-danger" type="submit">
                    {button}
                </button>
            </form>
        </details>
    }
    .into_any()
}
