//! Which group the page's group is compared with. A GET form: the choice lives in the URL.

use leptos::prelude::*;

use super::Choice;
use super::form::Hidden;
use super::link::without;

#[component]
pub fn ComparePicker(
    #[prop(into)] path: String,
    /// All parameters of the page; those of other pickers are kept.
    parameters: Vec<(String, String)>,
    /// Groups in order of name.
    groups: Vec<Choice>,
    /// Empty for none, which stands in the URL as `none`: without a choice the page suggests a group.
    #[prop(into)]
    selected: String,
) -> impl IntoView {
    let option = |group: Choice| {
        let chosen = group.value == selected;
        view! {
            <option value=group.value selected=chosen>
                {group.text}
            </option>
        }
    };
    let kept = without(&parameters, &["compare"])
        .map(|(name, value)| view! { <Hidden name value /> })
        .collect_view();
    view! {
        <form class="compare" method="get" action=path>
            {kept}
            <label class="inline-field">
                <span>"Compare with"</span>
                <select name="compare">
                    <option value="none" selected=selected.is_empty()>
                        "Nobody"
                    </option>
                    {groups.into_iter().map(option).collect_view()}
                </select>
            </label>
            <button class="button" type="submit">
                "Compare"
            </button>
        </form>
    }
    .into_any()
}
