//! `/admin/users`: everybody who may sign in.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{
    ServiceError,
    administration::{Listed, UserLine},
};

use super::{HOME, USERS, neighbours, page_number, search, words as told};
use crate::components::{
    Breadcrumbs, Cell, Column, DataTable, EmptyState, Link, Notice, NoticeKind, PageHeader, Pager,
    SearchForm, TableData, below,
};
use crate::web::{Answer, AppState, Page, Parameters, Refusal, SignedIn};
use crate::words;

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let page = page(&app, &viewer, &parameters).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), USERS, error))
}

async fn page(app: &AppState, viewer: &Viewer, parameters: &Parameters) -> Result<Response, ServiceError> {
    let desk = app.service.administration(viewer)?;
    let search = search(parameters);
    let users = desk.users(&search, page_number(parameters)).await?;
    let (this_year, notice) = (desk.today().year(), parameters.notice());
    Ok(Page::new(app, Some(viewer), USERS, "Users")
        .render(|| view! { <Users users search this_year notice /> }))
}

#[component]
fn Users(
    users: Listed<UserLine>,
    search: String,
    this_year: i16,
    #[prop(optional_no_strip)] notice: Option<String>,
) -> impl IntoView {
    let lead = format!("{}, by name.", words::plural(users.total as u64, "user", "users"));
    let found = if users.rows.is_empty() {
        view! { <NobodyFound search=search.clone() /> }.into_any()
    } else {
        view! { <Found users search=search.clone() this_year /> }.into_any()
    };
    view! {
        {notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
        <Breadcrumbs trail=vec![Link::new("Administration", HOME)] here="Users" />
        <PageHeader title="Users" lead>
            <a class="button button-main" href="/admin/users/new">
                "New user"
            </a>
        </PageHeader>
        <div class="list">
            <SearchForm path=USERS label="Name or login" query=search />
            <div class="list">{found}</div>
        </div>
    }
    .into_any()
}

#[component]
fn Found(users: Listed<UserLine>, search: String, this_year: i16) -> impl IntoView {
    let Listed { rows, page, pages, .. } = users;
    let (previous, next) = neighbours(USERS, &search, page, pages);
    let data = TableData {
        caption: "Users by name".to_owned(),
        columns: ["User", "Roles now", "Signs in with", "Last seen", "Access"].map(Column::text).to_vec(),
        rows: rows.into_iter().map(|user| row(user, this_year)).collect(),
    };
    view! {
        <DataTable data caption_hidden=true />
        <Pager page pages previous next />
    }
    .into_any()
}

fn row(user: UserLine, this_year: i16) -> Vec<Cell> {
    let roles = user.roles.iter().map(told::role).collect::<Vec<_>>().join("; ");
    vec![
        Link::new(user.name, below(USERS, &user.id.to_string())).into(),
        if roles.is_empty() { Cell::Muted("No role".to_owned()) } else { roles.into() },
        if user.ways.is_empty() {
            Cell::Muted("No way yet".to_owned())
        } else {
            told::ways(&user.ways).into()
        },
        user.last_seen_at.map_or(Cell::Muted("Never".to_owned()), |at| told::moment(at, this_year).into()),
        user.disabled_at.map_or(Cell::Text("Open".to_owned()), |at| {
            Cell::Muted(format!("Disabled since {}", words::day(at.date(), this_year)))
        }),
    ]
}

#[component]
fn NobodyFound(search: String) -> impl IntoView {
    view! {
        <EmptyState
            missing=format!("No user has “{search}” in name or e-mail.")
            next_step="Try fewer letters, or look at all users."
            action=Link::new("Show all users", USERS)
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::EpochMs;
    use service::administration::SignInWay;

    use super::*;
    use crate::pages::testing::html;

    fn user(disabled_at: Option<EpochMs>) -> UserLine {
        UserLine {
            id: 7,
            name: "Demo <Person> 07".to_owned(),
            login: Some("person07@demo.invalid".to_owned()),
            ways: vec![SignInWay::Password],
            roles: vec![],
            disabled_at,
            last_seen_at: None,
        }
    }

    #[test]
    fn a_user_stands_in_the_list_with_roles_way_and_access() {
        let listed = |rows: Vec<UserLine>| Listed { total: rows.len(), rows, page: 1, pages: 1 };
        let disabled = user(Some(EpochMs(1_782_864_000_000)));
        let users = listed(vec![user(None), disabled]);
        let html = html(|| view! { <Users users search=String::new() this_year=2026 notice=None /> });
        for words in
            ["href=\"/admin/users/7\"", "No role", "Password", "Never", "Disabled since 1 July", "2 users"]
        {
            assert!(html.contains(words), "{words} in {html}");
        }
        assert!(!html.contains("<Person>"), "{html}");
    }
}
