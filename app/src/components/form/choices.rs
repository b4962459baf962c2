//! Fields one chooses in.

use leptos::prelude::*;

use super::field::{HelpAndError, Label, Ties};
use crate::components::Choice;

#[component]
pub fn SelectField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    #[prop(optional, into)] selected: String,
    /// Words for "none chosen"; without them the first choice is.
    #[prop(optional, into)]
    empty: Option<String>,
    #[prop(optional, into)] help: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let Ties { help_id, error_id, described_by, invalid } = Ties::new(&name, &help, error.as_deref());
    let option = |choice: Choice| {
        let chosen = choice.value == selected;
        view! {
            <option value=choice.value selected=chosen>
                {choice.text}
            </option>
        }
    };
    view! {
        <div class="field">
            <Label field=name.clone() text=label required />
            <HelpAndError help error help_id error_id />
            <select
                id=name.clone()
                name=name
                required=required
                aria-describedby=described_by
                aria-invalid=invalid
            >
                {empty.map(|words| view! { <option value="">{words}</option> })}
                {choices.into_iter().map(option).collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// Choices under a heading of their own: the people of one team.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChoiceGroup {
    pub title: String,
    pub choices: Vec<Choice>,
    /// Who or what is missing above and why; empty for none.
    pub note: String,
}

/// [`CheckboxGroup`] with headings, for a choice among many.
#[component]
pub fn GroupedCheckboxes(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    groups: Vec<ChoiceGroup>,
    selected: Vec<String>,
    #[prop(optional, into)] help: String,
    #[prop(optional_no_strip)] error: Option<String>,
) -> impl IntoView {
    let Ties { help_id, error_id, described_by, .. } = Ties::new(&name, &help, error.as_deref());
    let field = name.clone();
    let group = move |group: ChoiceGroup| {
        let ChoiceGroup { title, choices, note } = group;
        view! {
            <fieldset class="choice-group">
                <legend>{title}</legend>
                <Checkboxes name=field.clone() choices selected=selected.clone() />
                {(!note.is_empty()).then(|| view! { <p class="help">{note}</p> })}
            </fieldset>
        }
    };
    view! {
        <fieldset class="field" id=name tabindex="-1" aria-describedby=described_by>
            <legend>{legend}</legend>
            <HelpAndError help error help_id error_id />
            <div class="choice-groups">{groups.into_iter().map(group).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

#[component]
fn Checkboxes(name: String, choices: Vec<Choice>, selected: Vec<String>) -> impl IntoView {
    let checkbox = move |choice: Choice| {
        let checked = selected.contains(&choice.value);
        view! {
            <label class="checkbox">
                <input type="checkbox" name=name.clone() value=choice.value checked=checked />
                <span>{choice.text}</span>
            </label>
        }
    };
    choices.into_iter().map(checkbox).collect_view().into_any()
}

/// Any number of choices; each checked one is sent under `name`.
#[component]
pub fn CheckboxGroup(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    choices: Vec<Choice>,
    selected: Vec<String>,
    #[prop(optional, into)] help: String,
    #[prop(optional_no_strip)] error: Option<String>,
) -> impl IntoView {
    let Ties { help_id, error_id, described_by, .. } = Ties::new(&name, &help, error.as_deref());
    let id = name.clone();
    view! {
        <fieldset class="field" id=id tabindex="-1" aria-describedby=described_by>
            <legend>{legend}</legend>
            <HelpAndError help error help_id error_id />
            <Checkboxes name choices selected />
        </fieldset>
    }
    .into_any()
}
