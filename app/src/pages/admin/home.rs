//! `/admin`: what is set up, and what to do next.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{ServiceError, administration::Overview};

use super::{ACCOUNTS, HOME, KEYS, PEOPLE, USERS};
use crate::components::{Badge, BadgeKind, Link, Notice, NoticeKind, PageHeader, Section};
use crate::web::{Answer, AppState, Page, Parameters, Refusal, SignedIn};
use crate::words;

const TITLE: &str = "Administration";

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let page = page(&app, &viewer, parameters.notice()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), HOME, error))
}

async fn page(app: &AppState, viewer: &Viewer, notice: Option<String>) -> Result<Response, ServiceError> {
    let overview = app.service.administration(viewer)?.overview().await?;
    Ok(Page::new(app, Some(viewer), HOME, TITLE).render(|| view! { <Home overview notice /> }))
}

/// How far a thing is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    Done,
    Next,
    /// Done as far as it goes; somebody should look now and then.
    Look,
}

impl Stand {
    fn done(is_done: bool) -> Self {
        if is_done { Stand::Done } else { Stand::Next }
    }

    fn badge(self) -> (BadgeKind, &'static str) {
        match self {
            Stand::Done => (BadgeKind::Quiet, "Set up"),
            Stand::Next => (BadgeKind::Attention, "Next"),
            Stand::Look => (BadgeKind::Quiet, "To look at"),
        }
    }
}

/// One thing to set up: is it there, how much of it, and how one gets (more of) it.
struct Task {
    name: &'static str,
    stand: Stand,
    state: String,
    how: &'static str,
    link: Option<Link>,
}

#[component]
fn Home(overview: Overview, #[prop(optional_no_strip)] notice: Option<String>) -> impl IntoView {
    let tasks = tasks(&overview);
    let open = tasks.iter().filter(|task| task.stand == Stand::Next).count() as u64;
    let lead = match open {
        0 => "Everything is set up. You see no figures by being administrator.".to_owned(),
        n => format!(
            "{} to set up. You see no figures by being administrator.",
            words::plural(n, "thing is left", "things are left")
        ),
    };
    let entries = tasks.into_iter().map(|task| view! { <Entry task /> }).collect_view();
    view! {
        {notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
        <PageHeader title=TITLE lead />
        <Section title="What is set up">
            <ul class="tasks">{entries}</ul>
        </Section>
    }
    .into_any()
}

#[component]
fn Entry(task: Task) -> impl IntoView {
    let Task { name, stand, state, how, link } = task;
    let (kind, text) = stand.badge();
    view! {
        <li>
            <h3>{name} " " <Badge kind text /></h3>
            <p>{state}</p>
            <p class="sentence">
                {how} " " {link.map(|link| view! { <a href=link.href>{link.text}</a> })}
            </p>
        </li>
    }
    .into_any()
}

/// In the order in which an installation comes to life.
fn tasks(overview: &Overview) -> Vec<Task> {
    let [organisation @ .., linked] = directory(overview);
    organisation.into_iter().chain(records(overview)).chain([linked, users(overview)]).collect()
}

fn many(count: i64, one: &str, many: &str) -> String {
    words::plural(u64::try_from(count).unwrap_or_default(), one, many)
}

fn directory(overview: &Overview) -> [Task; 5] {
    let have = overview.inventory;
    let task = |name, count, state, how, link| Task { name, stand: Stand::done(count > 0), state, how, link };
    [
        task(
            "Teams",
            have.teams,
            many(have.teams, "team", "teams"),
            "Imported with “sightline import teams FILE”.",
            None,
        ),
        task(
            "People",
            have.people,
            many(have.people, "person", "people"),
            "Imported with “sightline import people FILE”, with their teams and accounts.",
            Some(Link::new("See people", PEOPLE)),
        ),
        task(
            "Repositories",
            have.repositories,
            format!("{} owned by a team", many(have.repositories, "repository", "repositories")),
            "Imported with “sightline import repositories FILE”.",
            None,
        ),
        task(
            "Sprints",
            have.sprints,
            many(have.sprints, "sprint", "sprints"),
            "Imported with “sightline import sprints FILE”. Figures are computed by sprint.",
            None,
        ),
        Task {
            name: "Accounts",
            stand: if have.unlinked_accounts == 0 { Stand::Done } else { Stand::Look },
            state: match have.unlinked_accounts {
                0 => "Every account that was seen belongs to somebody".to_owned(),
                n => format!("{} to nobody yet", many(n, "account belongs", "accounts belong")),
            },
            how: "What an account did counts for its person's team once it is linked.",
            link: Some(Link::new("See unlinked accounts", ACCOUNTS)),
        },
    ]
}

fn records(overview: &Overview) -> [Task; 3] {
    let have = overview.inventory;
    [
        Task {
            name: "Engineering records",
            stand: Stand::done(have.pull_requests > 0),
            state: many(have.pull_requests, "pull request", "pull requests"),
            how: "Imported with “sightline import github FILE”.",
            link: None,
        },
        Task {
            name: "Learning records",
            stand: Stand::done(have.statements > 0),
            state: format!(
                "{}, {} to send with",
                many(have.statements, "statement", "statements"),
                many(have.access_keys, "key", "keys")
            ),
            how: "Learning tools send them to /xapi, each with a key of its own.",
            link: Some(Link::new("See keys", KEYS)),
        },
        Task {
            name: "Programme",
            stand: Stand::done(overview.has_programme),
            state: if overview.has_programme { "Its outcomes are set" } else { "No outcomes are set" }
                .to_owned(),
            how: "L&D runs it: give somebody that role.",
            link: None,
        },
    ]
}

fn users(overview: &Overview) -> Task {
    let have = overview.inventory;
    let disabled = match have.disabled_users {
        0 => String::new(),
        n => format!(", {n} of them disabled"),
    };
    Task {
        name: "Users",
        stand: Stand::done(have.users > 1),
        state: format!("{}{disabled}", many(have.users, "user", "users")),
        how: "Whoever may sign in, and the roles they hold.",
        link: Some(Link::new("See users", USERS)),
    }
}

#[cfg(test)]
mod tests {
    use service::administration::Inventory;

    use super::*;
    use crate::pages::testing::html;

    #[test]
    fn an_empty_installation_says_what_to_do_first() {
        let html = html(|| view! { <Home overview=Overview::default() notice=None /> });
        assert!(html.contains("8 things are left to set up."), "{html}");
        let order = ["Teams", "People", "Repositories", "Engineering", "Users"].map(|name| html.find(name));
        assert!(order.is_sorted(), "{order:?} in {html}");
    }

    #[test]
    fn what_waits_is_counted_and_linked() {
        let inventory =
            Inventory { unlinked_accounts: 1, users: 12, disabled_users: 2, ..Inventory::default() };
        let html =
            html(|| view! { <Home overview=Overview { inventory, has_programme: true } notice=None /> });
        assert!(html.contains("1 account belongs to nobody yet"), "{html}");
        assert!(html.contains("12 users, 2 of them disabled"), "{html}");
        assert!(html.contains("href=\"/admin/accounts\""), "{html}");
    }
}
