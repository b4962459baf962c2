//! Fields one types into.

use leptos::prelude::*;

use super::field::{HelpAndError, Label, Ties};

/// A line of text; `kind` is the input's type where it is another (`email`, `password`, `number`).
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// What was typed before, kept when the form comes back.
    #[prop(optional, into)]
    value: String,
    #[prop(optional, into)] help: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(default = "text")] kind: &'static str,
    /// As in HTML: `username`, `current-password`, `off`.
    #[prop(default = "off")]
    autocomplete: &'static str,
) -> impl IntoView {
    let Ties { help_id, error_id, described_by, invalid } = Ties::new(&name, &help, error.as_deref());
    view! {
        <div class="field">
            <Label field=name.clone() text=label required />
            <HelpAndError help error help_id error_id />
            <input
                type=kind
                id=name.clone()
                name=name
                value=value
                required=required
                autocomplete=autocomplete
                aria-describedby=described_by
                aria-invalid=invalid
            />
        </div>
    }
    .into_any()
}

/// A day, `YYYY-MM-DD`.
#[component]
pub fn DateField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] help: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    view! { <TextField name label value help error required kind="date" /> }.into_any()
}

/// A file of the reader's; its form has `enctype="multipart/form-data"`.
#[component]
pub fn FileField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// What the browser offers first: `.csv,text/csv`.
    #[prop(into)]
    accept: String,
    #[prop(optional, into)] help: String,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let Ties { help_id, error_id, described_by, .. } = Ties::new(&name, &help, None);
    view! {
        <div class="field">
            <Label field=name.clone() text=label required />
            <HelpAndError help error=None help_id error_id />
            <input type="file" id=name.clone() name=name accept=accept required=required aria-describedby=described_by />
        </div>
    }
    .into_any()
}

#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] help: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(default = 4)] rows: u32,
) -> impl IntoView {
    let Ties { help_id, error_id, described_by, invalid } = Ties::new(&name, &help, error.as_deref());
    view! {
        <div class="field">
            <Label field=name.clone() text=label required />
            <HelpAndError help error help_id error_id />
            <textarea
                id=name.clone()
                name=name
                rows=rows
                required=required
                aria-describedby=described_by
                aria-invalid=invalid
            >
                {value}
            </textarea>
        </div>
    }
    .into_any()
}
