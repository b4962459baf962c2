//! Which sprints the page shows. Plain links and a GET form: the choice lives in the URL.

use leptos::prelude::*;

use super::Link;
use super::form::Hidden;
use super::link::{href, without};

/// Query parameters that the picker sets.
const OWN: [&str; 3] = ["range", "from", "to"];

/// An option of a picker: its value in the URL and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub text: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self { value: value.into(), text: text.into() }
    }
}

/// The sprints a custom range can start and end with, in time order, and the ones chosen now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomRange {
    pub sprints: Vec<Choice>,
    pub from: String,
    pub to: String,
}

/// `selected` is the value of the range in view, `custom` where a custom one is.
#[component]
pub fn RangePicker(
    /// Of the page, without its query.
    #[prop(into)]
    path: String,
    /// All parameters of the page; those of other pickers are kept.
    parameters: Vec<(String, String)>,
    choices: Vec<Choice>,
    #[prop(into)] selected: String,
    custom: CustomRange,
    /// To the newest sprint by itself.
    #[prop(optional_no_strip)]
    sprint: Option<Link>,
) -> impl IntoView {
    let is_custom = selected == "custom";
    let link = |choice: Choice| {
        let range = std::iter::once(("range", choice.value.as_str()));
        let href = href(&path, range.chain(without(&parameters, &OWN)));
        let current = (choice.value == selected).then_some("true");
        view! {
            <li>
                <a href=href aria-current=current>
                    {choice.text}
                </a>
            </li>
        }
    };
    let links = choices.into_iter().map(link).collect_view();
    let summary = is_custom.then_some("true");
    view! {
        <nav class="range" aria-label="Range">
            <ul>
                {sprint
                    .map(|link| {
                        view! {
                            <li>
                                <a href=link.href>{link.text}</a>
                            </li>
                        }
                    })} {links}
            </ul>
            <details class="range-custom" open=is_custom>
                <summary aria-current=summary>"Custom"</summary>
                <CustomForm path=path.clone() parameters=parameters.clone() custom />
            </details>
        </nav>
    }
    .into_any()
}

#[component]
fn CustomForm(path: String, parameters: Vec<(String, String)>, custom: CustomRange) -> impl IntoView {
    let CustomRange { sprints, from, to } = custom;
    let kept = without(&parameters, &OWN).map(|(name, value)| view! { <Hidden name value /> }).collect_view();
    view! {
        <form class="range-form" method="get" action=path>
            <input type="hidden" name="range" value="custom" />
            {kept}
            <SprintSelect name="from" label="From" sprints=sprints.clone() selected=from />
            <SprintSelect name="to" label="To" sprints selected=to />
            <button class="button" type="submit">
                "Show range"
            </button>
        </form>
    }
    .into_any()
}

#[component]
fn SprintSelect(
    name: &'static str,
    label: &'static str,
    sprints: Vec<Choice>,
    selected: String,
) -> impl IntoView {
    let option = |sprint: Choice| {
        let chosen = sprint.value == selected;
        view! {
            <option value=sprint.value selected=chosen>
                {sprint.text}
            </option>
        }
    };
    view! {
        <label class="inline-field">
            <span>{label}</span>
            <select name=name>{sprints.into_iter().map(option).collect_view()}</select>
        </label>
    }
    .into_any()
}
