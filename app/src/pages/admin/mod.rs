//! For administrators: `/admin`, users and their roles, people and their accounts at the sources, keys of the record
//! store.

mod accounts;
mod choose;
mod grants;
mod home;
mod keys;
mod new_user;
mod people;
mod person;
mod sessions;
mod user;
mod user_acts;
mod users;
mod words;

use crate::components::href;
use crate::web::{Parameters, Routes};

const HOME: &str = "/admin";
const USERS: &str = "/admin/users";
const PEOPLE: &str = "/admin/people";
const ACCOUNTS: &str = "/admin/accounts";
const KEYS: &str = "/admin/keys";

pub fn routes() -> Routes {
    Routes::new()
        .get("/admin", home::show)
        .get("/admin/users", users::show)
        .get("/admin/users/new", new_user::show)
        .post("/admin/users/new", new_user::create)
        .get("/admin/users/{id}", user::show)
        .post("/admin/users/{id}/roles", grants::give)
        .post("/admin/users/{id}/roles/end", grants::end)
        .post("/admin/users/{id}/disable", user_acts::disable)
        .post("/admin/users/{id}/enable", user_acts::enable)
        .post("/admin/users/{id}/reset-password", user_acts::reset_password)
        .post("/admin/users/{id}/reset-two-step", user_acts::reset_two_step)
        .post("/admin/users/{id}/end-sessions", user_acts::end_sessions)
        .get("/admin/users/{id}/person", person::choose)
        .post("/admin/users/{id}/person", person::set)
        .get("/admin/people", people::show)
        .get("/admin/people/{id}", people::person)
        .get("/admin/accounts", accounts::show)
        .get("/admin/accounts/{id}", accounts::choose)
        .post("/admin/accounts/{id}/link", accounts::link)
        .post("/admin/accounts/{id}/unlink", accounts::unlink)
        .get("/admin/keys", keys::show)
        .post("/admin/keys", keys::create)
        .post("/admin/keys/{key}/revoke", keys::revoke)
}

/// The number of the page that is asked for, from 1.
fn page_number(parameters: &Parameters) -> usize {
    parameters.get("page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, 100_000)
}

fn search(parameters: &Parameters) -> String {
    parameters.get("q").unwrap_or_default().chars().take(100).collect()
}

/// The addresses of the pages before and after one of a list.
fn neighbours(path: &str, search: &str, page: usize, pages: usize) -> (Option<String>, Option<String>) {
    let neighbour = |number: usize| {
        let number = number.to_string();
        let query = Some(("q", search)).filter(|(_, search)| !search.is_empty());
        href(path, query.into_iter().chain([("page", number.as_str())]))
    };
    ((page > 1).then(|| neighbour(page - 1)), (page < pages).then(|| neighbour(page + 1)))
}
