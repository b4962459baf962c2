//! What all fields share: label, help, error, and their ties for screen readers.

use leptos::prelude::*;

/// The ids by which a field names its help and error. A field's id is its name, so that error links find it.
pub(super) struct Ties {
    pub help_id: String,
    pub error_id: String,
    /// For `aria-describedby`.
    pub described_by: Option<String>,
    /// For `aria-invalid`.
    pub invalid: Option<&'static str>,
}

impl Ties {
    pub fn new(name: &str, help: &str, error: Option<&str>) -> Self {
        let (help_id, error_id) = (format!("{name}-help"), format!("{name}-error"));
        let ids = [(!help.is_empty()).then(|| help_id.clone()), error.map(|_| error_id.clone())];
        let described_by = ids.into_iter().flatten().collect::<Vec<_>>().join(" ");
        Self {
            help_id,
            error_id,
            described_by: (!described_by.is_empty()).then_some(described_by),
            invalid: error.map(|_| "true"),
        }
    }
}

#[component]
pub(super) fn Label(field: String, text: String, required: bool) -> impl IntoView {
    view! {
        <label for=field>
            {text} {(!required).then(|| view! { <span class="optional">" (optional)"</span> })}
        </label>
    }
    .into_any()
}

#[component]
pub(super) fn HelpAndError(
    help: String,
    error: Option<String>,
    help_id: String,
    error_id: String,
) -> impl IntoView {
    view! {
        {(!help.is_empty())
            .then(|| {
                view! {
                    <p class="help" id=help_id>
                        {help}
                    </p>
                }
            })}
        {error
            .map(|message| {
                view! {
                    <p class="field-error" id=error_id>
                        {message}
                    </p>
                }
            })}
    }
    .into_any()
}
