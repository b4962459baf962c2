//! `/admin/accounts`: accounts that belong to nobody, and saying whose one is.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use serde::Deserialize;
use service::{
    Fields, ServiceError,
    administration::{AccountLine, Listed},
};

use super::{ACCOUNTS, HOME, PEOPLE, choose::ChoosePerson, neighbours, page_number, search, words as told};
use crate::components::{
    Breadcrumbs, Cell, Column, DataTable, EmptyState, Link, Notice, NoticeKind, PageHeader, Pager,
    SearchForm, TableData, below, form::ErrorSummary,
};
use crate::web::{
    Answer, AppState, Page, Parameters, Posted, Refusal, RowId, SignedIn, summary, with_notice,
};
use crate::words;

const TITLE: &str = "Unlinked accounts";
const LINKED: &str = "The account is linked. Figures are being computed anew; that takes a moment.";
const UNLINKED: &str =
    "The account belongs to nobody now. Figures are being computed anew; that takes a moment.";

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let page = page(&app, &viewer, &parameters).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), ACCOUNTS, error))
}

pub async fn choose(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    RowId(id): RowId,
    parameters: Parameters,
) -> Answer {
    let page = choose_page(&app, &viewer, id, &parameters, Fields::default()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), ACCOUNTS, error))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    person: String,
}

pub async fn link(
    State(app): State<AppState>,
    RowId(id): RowId,
    parameters: Parameters,
    Posted { viewer, form }: Posted<Chosen>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), ACCOUNTS, error);
    let desk = app.service.administration(&viewer).map_err(refuse)?;
    match desk.link_account(id, &form.person).await {
        Ok(()) => Ok(with_notice(&below(PEOPLE, &form.person), LINKED)),
        Err(ServiceError::Invalid(wrong)) => {
            choose_page(&app, &viewer, id, &parameters, wrong).await.map_err(refuse)
        }
        Err(error) => Err(refuse(error)),
    }
}

/// A form with nothing but its button.
#[derive(Deserialize)]
pub struct Nothing {}

pub async fn unlink(
    State(app): State<AppState>,
    RowId(id): RowId,
    Posted { viewer, .. }: Posted<Nothing>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), ACCOUNTS, error);
    let desk = app.service.administration(&viewer).map_err(refuse)?;
    desk.unlink_account(id).await.map_err(refuse)?;
    // The undo: this page offers whom to link it to.
    Ok(with_notice(&below(ACCOUNTS, &id.to_string()), UNLINKED))
}

async fn page(app: &AppState, viewer: &Viewer, parameters: &Parameters) -> Result<Response, ServiceError> {
    let desk = app.service.administration(viewer)?;
    let search = search(parameters);
    let accounts = desk.unlinked_accounts(&search, page_number(parameters)).await?;
    let notice = parameters.notice();
    Ok(Page::new(app, Some(viewer), ACCOUNTS, TITLE).render(|| view! { <Accounts accounts search notice /> }))
}

async fn choose_page(
    app: &AppState,
    viewer: &Viewer,
    id: i64,
    parameters: &Parameters,
    wrong: Fields,
) -> Result<Response, ServiceError> {
    let desk = app.service.administration(viewer)?;
    let account = desk.account(id).await?;
    let search = search(parameters);
    let people = desk.people(&search, page_number(parameters)).await?;
    let here = below(ACCOUNTS, &id.to_string());
    let title = format!("Whose is {}?", account.login);
    let trail = vec![Link::new("Administration", HOME), Link::new(TITLE, ACCOUNTS)];
    let (lead, notice) = (lead(&account), parameters.notice());
    Ok(Page::with_form(app, viewer, &here, &title, &wrong).render(|| {
        view! {
            {notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
            <Breadcrumbs trail here=title.clone() />
            <PageHeader title=title.clone() lead />
            <ErrorSummary errors=summary(&wrong) />
            <ChoosePerson path=here.clone() action=format!("{here}/link") people search button="the account is theirs" />
        }
    }))
}

fn lead(account: &AccountLine) -> String {
    let records = words::plural(account.facts as u64, "record names", "records name");
    let belongs =
        if account.person.is_some() { " It is linked to somebody now; choosing moves it." } else { "" };
    format!(
        "{}: {records} this account. Once it is linked, they count for the teams that the person was in at the time.{belongs}",
        told::provider(account.provider)
    )
}

#[component]
fn Accounts(
    accounts: Listed<AccountLine>,
    search: String,
    #[prop(optional_no_strip)] notice: Option<String>,
) -> impl IntoView {
    let Listed { rows, total, page, pages } = accounts;
    let (previous, next) = neighbours(ACCOUNTS, &search, page, pages);
    let lead = format!(
        "{} to nobody of the directory. What they did counts for the team that owned the repository, or for none.",
        words::plural(total as u64, "account belongs", "accounts belong")
    );
    let found = if rows.is_empty() {
        view! { <NoneFound search=search.clone() /> }.into_any()
    } else {
        view! { <DataTable data=table(rows) caption_hidden=true /> }.into_any()
    };
    view! {
        {notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
        <Breadcrumbs
            trail=vec![Link::new("Administration", HOME), Link::new("People", PEOPLE)]
            here=TITLE
        />
        <PageHeader title=TITLE lead />
        <div class="list">
            <SearchForm path=ACCOUNTS label="Login" query=search />
            <div class="list">{found}</div>
        </div>
        <Pager page pages previous next />
    }
    .into_any()
}

fn table(accounts: Vec<AccountLine>) -> TableData {
    let row = |account: AccountLine| -> Vec<Cell> {
        vec![
            Link::new(account.login, below(ACCOUNTS, &account.id.to_string())).into(),
            told::provider(account.provider).into(),
            words::count(account.facts as u64).into(),
        ]
    };
    TableData {
        caption: "Unlinked accounts by source and login".to_owned(),
        columns: vec![Column::text("Account"), Column::text("Source"), Column::number("Records waiting")],
        rows: accounts.into_iter().map(row).collect(),
    }
}

#[component]
fn NoneFound(search: String) -> impl IntoView {
    if search.is_empty() {
        return view! {
            <EmptyState
                missing="Every account that was seen belongs to somebody."
                next_step="New ones show up here when records name them."
                action=Link::new("See people", PEOPLE)
            />
        }
        .into_any();
    }
    view! {
        <EmptyState
            missing=format!("No unlinked account has “{search}” in its login.")
            next_step="Try fewer letters, or look at all of them."
            action=Link::new("Show all unlinked accounts", ACCOUNTS)
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::Provider;

    use super::*;
    use crate::pages::testing::html;

    #[test]
    fn an_account_stands_with_how_much_waits_for_it() {
        let account = AccountLine {
            id: 4,
            provider: Provider::Jira,
            login: "<octo>".into(),
            facts: 1204,
            person: None,
        };
        let accounts = Listed { rows: vec![account], total: 1, page: 1, pages: 1 };
        let html = html(|| view! { <Accounts accounts search=String::new() notice=None /> });
        for words in ["1 account belongs to nobody", "href=\"/admin/accounts/4\"", "1,204", "Jira"] {
            assert!(html.contains(words), "{words} in {html}");
        }
        assert!(!html.contains("<octo>"), "{html}");
    }

    #[test]
    fn a_directory_in_order_says_so() {
        let accounts = Listed { rows: vec![], total: 0, page: 1, pages: 1 };
        let html = html(|| view! { <Accounts accounts search=String::new() notice=None /> });
        assert!(html.contains("Every account that was seen belongs to somebody."), "{html}");
    }
}
