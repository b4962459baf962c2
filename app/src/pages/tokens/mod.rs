//! `/account/tokens`: keys for one's own programs; for administrators, also those of others.

mod list;
mod make;
mod others;

use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{
    Fields, ServiceError, access,
    tokens::{NewToken, TokenForm},
};

use crate::components::{Breadcrumbs, Notice, NoticeKind, PageHeader};
use crate::web::{Answer, AppState, Page, Parameters, Posted, Refusal, Routes, SignedIn, with_notice};
use list::OwnList;
use make::{Made, MakeToken};
use others::OthersList;

const PATH: &str = "/account/tokens";
const TITLE: &str = "Tokens";

pub fn routes() -> Routes {
    Routes::new()
        .get(PATH, show)
        .post(PATH, create)
        .post("/account/tokens/{id}/revoke", revoke)
        .post("/account/tokens/others/{id}/revoke", revoke_other)
}

async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let page = page(&app, &viewer, &parameters, first_form(), Fields::default()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

/// What most people want: one scope, three months.
fn first_form() -> TokenForm {
    TokenForm { name: String::new(), scopes: vec!["figures:read".to_owned()], days: "90".to_owned() }
}

async fn page(
    app: &AppState,
    viewer: &Viewer,
    parameters: &Parameters,
    form: TokenForm,
    wrong: Fields,
) -> Result<Response, ServiceError> {
    let tokens = app.service.own_tokens(viewer).list().await?;
    let others = if access::administers(viewer) {
        let page = parameters.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
        Some(app.service.others_tokens(viewer)?.list(page).await?)
    } else {
        None
    };
    let notice = parameters.notice();
    Ok(Page::with_form(app, viewer, PATH, TITLE, &wrong).render(|| {
        view! {
            <PageHeader
                title=TITLE
                lead="A token lets a program of yours ask the API as you, for as long as you may. Give it no more than the program needs."
            />
            {notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
            <OwnList tokens />
            <MakeToken form wrong />
            {others.map(|page| view! { <OthersList page /> })}
        }
    }))
}

/// The one answer that holds the secret: no redirect could carry it without leaving it in a history or a log.
async fn create(State(app): State<AppState>, Posted { viewer, form }: Posted<TokenForm>) -> Answer {
    let answer = match app.service.own_tokens(&viewer).create(&form).await {
        Ok(token) => Ok(made(&app, &viewer, token)),
        Err(ServiceError::Invalid(wrong)) => page(&app, &viewer, &Parameters::default(), form, wrong).await,
        Err(error) => Err(error),
    };
    answer.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

fn made(app: &AppState, viewer: &Viewer, token: NewToken) -> Response {
    let trail = vec![crate::components::Link::new(TITLE, PATH)];
    Page::new(app, Some(viewer), PATH, "Your new token").render(|| {
        view! {
            <Breadcrumbs trail here="Your new token" />
            <Made token />
        }
    })
}

async fn revoke(State(app): State<AppState>, SignedIn(viewer): SignedIn, Path(id): Path<String>) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PATH, error);
    let id = number(&id).map_err(refuse)?;
    app.service.own_tokens(&viewer).revoke(id).await.map_err(refuse)?;
    Ok(with_notice(PATH, "The token was revoked. What uses it is refused from now on."))
}

async fn revoke_other(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PATH, error);
    let tokens = app.service.others_tokens(&viewer).map_err(refuse)?;
    tokens.revoke(number(&id).map_err(refuse)?).await.map_err(refuse)?;
    Ok(with_notice(PATH, "The token was revoked. What uses it is refused from now on."))
}

/// What is no number is the number of no token.
fn number(id: &str) -> Result<i64, ServiceError> {
    id.parse().map_err(|_| ServiceError::NotFound)
}
