//! Keys of the record store: made, shown this once, listed with their use, revoked.

use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::{EpochMs, viewer::Viewer};
use leptos::prelude::*;
use service::{
    Fields, ServiceError,
    keys::{KeyForm, KeyLine, KeyPage, KeyScope, NewKey},
};

use super::{HOME, KEYS, neighbours, page_number};
use crate::components::{
    Breadcrumbs, Cell, Choice, Column, DataTable, EmptyState, Link, Notice, NoticeKind, PageHeader, Pager,
    Section, TableData,
    form::{CheckboxGroup, Confirm, DateField, ErrorSummary, Submit, TextField},
};
use crate::web::{
    Answer, AppState, Page, Parameters, Posted, Refusal, SignedIn, beside, summary, with_notice,
};

const TITLE: &str = "Keys of sources";

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let page = page(&app, &viewer, &parameters, KeyForm::for_sending(""), Fields::default()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), KEYS, error))
}

async fn page(
    app: &AppState,
    viewer: &Viewer,
    parameters: &Parameters,
    form: KeyForm,
    wrong: Fields,
) -> Result<Response, ServiceError> {
    let keys = app.service.key_desk(viewer)?.list(page_number(parameters)).await?;
    let notice = parameters.notice();
    Ok(Page::with_form(app, viewer, KEYS, TITLE, &wrong).render(|| {
        view! {
            <Breadcrumbs trail=vec![Link::new("Administration", HOME)] here=TITLE />
            <PageHeader
                title=TITLE
                lead="A source sends statements to /xapi with a key. Its name is the authority of what it sends. Give it no more than it needs."
            />
            {notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
            <KeyList keys />
            <MakeKey form wrong />
        }
    }))
}

/// The one answer that holds the secret: no redirect could carry it without leaving it in a history or a log.
pub async fn create(State(app): State<AppState>, Posted { viewer, form }: Posted<KeyForm>) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), KEYS, error);
    let desk = app.service.key_desk(&viewer).map_err(refuse)?;
    let answer = match desk.create(&form).await {
        Ok(made) => Ok(made_page(&app, &viewer, made)),
        Err(ServiceError::Invalid(wrong)) => page(&app, &viewer, &Parameters::default(), form, wrong).await,
        Err(error) => Err(error),
    };
    answer.map_err(refuse)
}

fn made_page(app: &AppState, viewer: &Viewer, made: NewKey) -> Response {
    Page::new(app, Some(viewer), KEYS, "The new key").render(|| {
        view! {
            <Breadcrumbs trail=vec![Link::new(TITLE, KEYS)] here="The new key" />
            <Made made />
        }
    })
}

pub async fn revoke(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), KEYS, error);
    app.service.key_desk(&viewer).map_err(refuse)?.revoke(&key).await.map_err(refuse)?;
    Ok(with_notice(
        KEYS,
        "The key was revoked. What sends with it is refused within seconds, on every server.",
    ))
}

#[component]
fn Made(made: NewKey) -> impl IntoView {
    let lead = match made.expires_at {
        Some(end) => format!("{}, good to the end of {}.", made.name, last_day(end)),
        None => format!("{}, good until it is revoked.", made.name),
    };
    view! {
        <PageHeader title="The new key" lead />
        <Notice kind=NoticeKind::Saved text="Copy the secret now: it is not kept and cannot be shown again." />
        <dl class="facts">
            <dt>"Key"</dt>
            <dd>
                <code class="secret">{made.key}</code>
            </dd>
            <dt>"Secret"</dt>
            <dd>
                <code class="secret">{made.secret}</code>
            </dd>
            <dt>"Opens"</dt>
            <dd>{scopes(&made.scopes)}</dd>
        </dl>
        <p>"Clients of the record store send both as user name and password (HTTP Basic)."</p>
    }
    .into_any()
}

#[component]
fn KeyList(keys: KeyPage) -> impl IntoView {
    let KeyPage { keys, total, page, pages } = keys;
    if total == 0 {
        return view! {
            <EmptyState
                missing="No source has a key yet."
                next_step="Make one below for the first source of learning records."
            />
        }
        .into_any();
    }
    let headings = ["Source", "Key", "Opens", "A minute", "Last used", "Expires"].map(Column::text);
    let data = TableData {
        caption: TITLE.to_owned(),
        columns: headings.into_iter().chain([Column::number("Tags")]).collect(),
        rows: keys.iter().map(row).collect(),
    };
    let (previous, next) = neighbours(KEYS, "", page, pages);
    view! {
        <Section title="Keys">
            <DataTable data caption_hidden=true />
            <Pager page pages previous next />
            {keys.into_iter().map(|key| view! { <Revoke key /> }).collect_view()}
        </Section>
    }
    .into_any()
}

#[component]
fn Revoke(key: KeyLine) -> impl IntoView {
    view! {
        <Confirm
            title=format!("Revoke the key {} of {}", key.key, key.name)
            consequence="What sends with it is refused from then on; what it sent stays. A revoked key cannot be brought back."
            action=format!("{KEYS}/{}/revoke", key.key)
            button="Revoke the key"
        />
    }
    .into_any()
}

fn row(key: &KeyLine) -> Vec<Cell> {
    let used =
        key.last_used_at.map_or_else(|| Cell::Muted("never".to_owned()), |at| at.date().to_string().into());
    let expires = match key.expires_at {
        None => Cell::Muted("never".to_owned()),
        Some(end) if key.expired => Cell::Muted(format!("expired after {}", last_day(end))),
        Some(end) => last_day(end).into(),
    };
    let rate =
        key.per_minute.map_or_else(|| Cell::Muted("no limit".to_owned()), |rate| rate.to_string().into());
    let tags = match key.coverage {
        Some(share) => format!("{:.0} %", share * 100.0).into(),
        None => Cell::Muted("nothing yet".to_owned()),
    };
    vec![
        key.name.clone().into(),
        key.key.clone().into(),
        scopes(&key.scopes).into(),
        rate,
        used,
        expires,
        tags,
    ]
}

fn scopes(scopes: &[KeyScope]) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(", ")
}

fn last_day(end: EpochMs) -> String {
    EpochMs(end.0 - 1).date().to_string()
}

#[component]
fn MakeKey(form: KeyForm, wrong: Fields) -> impl IntoView {
    let scope = |scope: KeyScope| Choice::new(scope.as_str(), scope.title());
    view! {
        <Section title="Make a key">
            <ErrorSummary errors=summary(&wrong) />
            <form class="form" method="post" action=KEYS>
                <TextField
                    name="name"
                    label="Source"
                    value=form.name
                    help="The system that will send with it: Course library, Lab runner. Never a person."
                    error=beside(&wrong, "name")
                    required=true
                />
                <CheckboxGroup
                    name="scopes"
                    legend="It opens"
                    choices=KeyScope::ALL.map(scope).to_vec()
                    selected=form.scopes
                    error=beside(&wrong, "scopes")
                />
                <DateField
                    name="expires_on"
                    label="Last day"
                    value=form.expires_on
                    help="Empty: it does not expire."
                    error=beside(&wrong, "expires_on")
                />
                <TextField
                    name="per_minute"
                    label="Requests a minute"
                    value=form.per_minute
                    help="Empty: as many as the server takes."
                    error=beside(&wrong, "per_minute")
                    kind="number"
                />
                <Submit text="Make the key" />
            </form>
        </Section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::testing::html;

    fn line() -> KeyLine {
        KeyLine {
            key: "abc".to_owned(),
            name: "Labs <b>".to_owned(),
            scopes: vec![KeyScope::StatementsWrite, KeyScope::State],
            created_at: EpochMs(0),
            expires_at: Some(EpochMs(86_400_000)),
            expired: true,
            per_minute: None,
            last_used_at: None,
            coverage: Some(0.5),
        }
    }

    #[test]
    fn a_key_is_listed_with_what_it_opens_its_use_and_how_to_revoke_it() {
        let keys = KeyPage { keys: vec![line()], total: 1, page: 1, pages: 1 };
        let html = html(|| view! { <KeyList keys /> });
        for words in [
            "Labs &lt;b&gt;",
            "statements/write, state",
            "expired after 1970-01-01",
            "no limit",
            "50 %",
            "action=\"/admin/keys/abc/revoke\"",
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
    }

    #[test]
    fn without_keys_the_next_step_is_to_make_one() {
        let keys = KeyPage { keys: vec![], total: 0, page: 1, pages: 1 };
        assert!(html(|| view! { <KeyList keys /> }).contains("No source has a key yet."));
    }
}
