//! Choosing somebody of the directory: search, then one button a person.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props: Leptos builds them for it")]

use leptos::prelude::*;
use service::administration::{Listed, PersonLine};

use super::neighbours;
use crate::components::{EmptyState, Link, Pager, SearchForm, form::Hidden};
use crate::words;

#[component]
pub fn ChoosePerson(
    /// The page itself, for searching.
    path: String,
    /// Where the choice is sent, as `person`.
    action: String,
    people: Listed<PersonLine>,
    search: String,
    /// What choosing means, for those who hear the button: `link the account to them`.
    button: &'static str,
) -> impl IntoView {
    let Listed { rows, page, pages, .. } = people;
    let (previous, next) = neighbours(&path, &search, page, pages);
    let found = if rows.is_empty() {
        view! { <NobodyFound search=search.clone() path=path.clone() /> }.into_any()
    } else {
        let entries = rows
            .into_iter()
            .map(|person| view! { <Entry person action=action.clone() button /> })
            .collect_view();
        view! { <ul class="personas">{entries}</ul> }.into_any()
    };
    view! {
        <div class="list">
            <SearchForm path label="Name or login" query=search />
            {found}
        </div>
        <Pager page pages previous next />
    }
    .into_any()
}

#[component]
fn Entry(person: PersonLine, action: String, button: &'static str) -> impl IntoView {
    let teams =
        if person.teams.is_empty() { "In no team now".to_owned() } else { words::listed(&person.teams) };
    let label = format!("Choose {}: {button}", person.name);
    let email = person.email.map(|email| format!(", {email}")).unwrap_or_default();
    view! {
        <li>
            <div>
                <p>{person.name}</p>
                <p class="under">{teams} {email}</p>
            </div>
            <form method="post" action=action>
                <Hidden name="person" value=person.id.0.to_string() />
                <button class="button" type="submit" aria-label=label>
                    "Choose"
                </button>
            </form>
        </li>
    }
    .into_any()
}

#[component]
fn NobodyFound(search: String, path: String) -> impl IntoView {
    if search.is_empty() {
        return view! {
            <EmptyState
                missing="There is nobody in the directory yet."
                next_step="People come in with “sightline import people FILE”."
            />
        }
        .into_any();
    }
    view! {
        <EmptyState
            missing=format!("Nobody has “{search}” in name, e-mail or login.")
            next_step="Try fewer letters, or look through everybody."
            action=Link::new("Show everybody", path)
        />
    }
    .into_any()
}
