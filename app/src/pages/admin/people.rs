//! `/admin/people`: the directory, and one person of it with their accounts.

use std::collections::BTreeSet;

use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::{EpochMs, Span, viewer::Viewer};
use leptos::prelude::*;
use service::{
    ServiceError,
    administration::{AccountLine, GrantState, Listed, PersonFile, PersonLine},
};

use super::{ACCOUNTS, HOME, PEOPLE, neighbours, page_number, search, words as told};
use crate::components::{
    Breadcrumbs, Cell, Column, DataTable, EmptyState, Link, Notice, NoticeKind, PageHeader, Pager,
    SearchForm, Section, TableData, below, form::Confirm,
};
use crate::web::{Answer, AppState, Page, Parameters, Refusal, SignedIn};
use crate::words;

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let page = page(&app, &viewer, &parameters).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), PEOPLE, error))
}

pub async fn person(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    parameters: Parameters,
) -> Answer {
    let page = person_page(&app, &viewer, &id, parameters.notice()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), PEOPLE, error))
}

async fn page(app: &AppState, viewer: &Viewer, parameters: &Parameters) -> Result<Response, ServiceError> {
    let desk = app.service.administration(viewer)?;
    let search = search(parameters);
    let people = desk.people(&search, page_number(parameters)).await?;
    let unlinked = desk.unlinked_accounts("", 1).await?.total as u64;
    Ok(Page::new(app, Some(viewer), PEOPLE, "People").render(|| view! { <People people search unlinked /> }))
}

async fn person_page(
    app: &AppState,
    viewer: &Viewer,
    id: &str,
    notice: Option<String>,
) -> Result<Response, ServiceError> {
    let desk = app.service.administration(viewer)?;
    let person = desk.person(id).await?;
    let this_year = desk.today().year();
    let title = person.line.name.clone();
    Ok(Page::new(app, Some(viewer), &below(PEOPLE, id), title)
        .render(|| view! { <Person person this_year notice /> }))
}

#[component]
fn People(people: Listed<PersonLine>, search: String, unlinked: u64) -> impl IntoView {
    let lead = format!("{}, by name.", words::plural(people.total as u64, "person", "people"));
    let Listed { rows, page, pages, .. } = people;
    let (previous, next) = neighbours(PEOPLE, &search, page, pages);
    let found = match (rows.is_empty(), search.is_empty()) {
        (true, true) => view! { <NobodyYet /> }.into_any(),
        (true, false) => view! { <NobodyFound search=search.clone() /> }.into_any(),
        (false, _) => view! { <DataTable data=table(rows) caption_hidden=true /> }.into_any(),
    };
    let waiting = (unlinked > 0).then(|| {
        let text = words::plural(unlinked, "account belongs to nobody", "accounts belong to nobody");
        view! {
            <p class="list">
                <a href=ACCOUNTS>{text}</a>
            </p>
        }
    });
    view! {
        <Breadcrumbs trail=vec![Link::new("Administration", HOME)] here="People" />
        <PageHeader title="People" lead />
        <div class="list">
            <SearchForm path=PEOPLE label="Name or login" query=search />
            {waiting}
            <div class="list">{found}</div>
        </div>
        <Pager page pages previous next />
    }
    .into_any()
}

fn table(people: Vec<PersonLine>) -> TableData {
    let row = |person: PersonLine| -> Vec<Cell> {
        // An account that is known by login and by number reads the same twice.
        let accounts = person.accounts.iter();
        let accounts: BTreeSet<String> = accounts
            .map(|account| format!("{}: {}", told::provider(account.provider), account.login))
            .collect();
        let accounts: Vec<String> = accounts.into_iter().collect();
        vec![
            Link::new(person.name, below(PEOPLE, &person.id.0.to_string())).into(),
            if person.teams.is_empty() {
                Cell::Muted("None now".to_owned())
            } else {
                words::listed(&person.teams).into()
            },
            person.email.map_or(Cell::Muted("None".to_owned()), Cell::Text),
            if accounts.is_empty() { Cell::Muted("None".to_owned()) } else { accounts.join("; ").into() },
        ]
    };
    TableData {
        caption: "People by name".to_owned(),
        columns: ["Person", "Team", "E-mail", "Accounts"].map(Column::text).to_vec(),
        rows: people.into_iter().map(row).collect(),
    }
}

#[component]
fn NobodyYet() -> impl IntoView {
    view! {
        <EmptyState
            missing="There is nobody in the directory yet."
            next_step="People come in with “sightline import people FILE”, after their teams."
        />
    }
    .into_any()
}

#[component]
fn NobodyFound(search: String) -> impl IntoView {
    view! {
        <EmptyState
            missing=format!("Nobody has “{search}” in name, e-mail or login.")
            next_step="Try fewer letters, or look at everybody."
            action=Link::new("Show everybody", PEOPLE)
        />
    }
    .into_any()
}

#[component]
fn Person(
    person: PersonFile,
    this_year: i16,
    #[prop(optional_no_strip)] notice: Option<String>,
) -> impl IntoView {
    let PersonFile { line, memberships } = person;
    let trail = vec![Link::new("Administration", HOME), Link::new("People", PEOPLE)];
    let (name, none) = (line.name, line.accounts.is_empty());
    let accounts = line.accounts.into_iter().map(|account| view! { <Account account /> }).collect_view();
    let rows: Vec<Vec<Cell>> = memberships
        .into_iter()
        .map(|(team, from, until)| vec![team.into(), days(from, until, this_year)])
        .collect();
    let teams = if rows.is_empty() {
        view! { <p>"In no team so far. The sheet of people says who is where."</p> }.into_any()
    } else {
        let columns = ["Team", "Days"].map(Column::text).to_vec();
        let data = TableData { caption: "Teams over time".to_owned(), columns, rows };
        view! { <DataTable data caption_hidden=true /> }.into_any()
    };
    view! {
        {notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
        <Breadcrumbs trail here=name.clone() />
        <PageHeader title=name lead=line.email.unwrap_or_default() />
        <Section title="Accounts" aside=Link::new("Unlinked accounts", ACCOUNTS)>
            {none.then(|| view! { <p>"No account at any source is linked to this person."</p> })}
            <ul class="personas">{accounts}</ul>
        </Section>
        <Section title="Teams">{teams}</Section>
    }
    .into_any()
}

fn days(from: EpochMs, until: EpochMs, this_year: i16) -> Cell {
    told::days(Span { start: from, end: until }, GrantState::Now, this_year).into()
}

#[component]
fn Account(account: AccountLine) -> impl IntoView {
    let action = format!("{}/unlink", below(ACCOUNTS, &account.id.to_string()));
    let facts = words::plural(account.facts as u64, "record", "records");
    view! {
        <li>
            <div>
                <p>{format!("{}: {}", told::provider(account.provider), account.login)}</p>
                <p class="under">{facts}</p>
            </div>
            <Confirm
                title="Unlink"
                consequence="What this account did counts for nobody until it is linked again: team figures of past sprints change with it."
                action
                button=format!("Unlink {}", account.login)
            />
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::{PersonId, Provider};

    use super::*;
    use crate::pages::testing::html;

    fn line() -> PersonLine {
        let account = AccountLine {
            id: 4,
            provider: Provider::GitHub,
            login: "octo-07".into(),
            facts: 12,
            person: None,
        };
        PersonLine {
            id: PersonId::default(),
            name: "Demo Person 07".into(),
            email: Some("person07@demo.invalid".into()),
            teams: vec!["Payments".into()],
            accounts: vec![account],
        }
    }

    #[test]
    fn people_stand_with_team_and_accounts_and_what_belongs_to_nobody_is_linked() {
        let people = Listed { rows: vec![line()], total: 1, page: 1, pages: 1 };
        let html = html(|| view! { <People people search=String::new() unlinked=3 /> });
        for words in ["Payments", "GitHub: octo-07", "3 accounts belong to nobody", "1 person, by name."] {
            assert!(html.contains(words), "{words} in {html}");
        }
    }

    #[test]
    fn unlinking_is_confirmed_with_what_follows() {
        let start = EpochMs::from_date(jiff::civil::date(2026, 1, 5));
        let person =
            PersonFile { line: line(), memberships: vec![("Payments".into(), start, EpochMs(i64::MAX))] };
        let html = html(|| view! { <Person person this_year=2026 notice=None /> });
        assert!(
            html.contains("action=\"/admin/accounts/4/unlink\"") && html.contains("12 records"),
            "{html}"
        );
        assert!(html.contains("Since 5 January"), "{html}");
    }
}
