//! All that is wrong with a form, at its top, each with a link to its field.

use leptos::prelude::*;

/// What is wrong with the field of this name, said so that it can be put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    pub field: String,
    pub message: String,
}

#[component]
pub fn ErrorSummary(errors: Vec<FieldError>) -> impl IntoView {
    let entry = |error: FieldError| {
        view! {
            <li>
                <a href=format!("#{}", error.field)>{error.message}</a>
            </li>
        }
    };
    let title =
        if errors.len() == 1 { "One thing needs another look" } else { "Some things need another look" };
    (!errors.is_empty()).then(|| {
        view! {
            <div class="error-summary" role="alert" aria-labelledby="error-summary-title">
                <h2 id="error-summary-title">{title}</h2>
                <ul>{errors.into_iter().map(entry).collect_view()}</ul>
            </div>
        }
    })
}
