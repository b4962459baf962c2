//! `/my-records/accounts/{id}/not-mine`: "that account isn't me", with what follows, asked before it is done.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{ServiceError, individual::OwnAccount};

use super::{PATH, accounts::rests_on, source_name};
use crate::components::{Breadcrumbs, Link, PageHeader, form::Submit};
use crate::web::{Answer, AppState, Page, Posted, Refusal, RowId, SignedIn, with_notice};

/// The form has no fields: who sends it means the account of the page.
#[derive(serde::Deserialize)]
pub struct NotMine {}

pub async fn ask(State(app): State<AppState>, SignedIn(viewer): SignedIn, RowId(id): RowId) -> Answer {
    page(&app, &viewer, id).await.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

pub async fn save(
    State(app): State<AppState>,
    RowId(id): RowId,
    Posted { viewer, form: NotMine {} }: Posted<NotMine>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PATH, error);
    app.service.own_records(&viewer).map_err(refuse)?.disown(id).await.map_err(refuse)?;
    Ok(with_notice(PATH, "That account is no longer taken to be you. The figures were computed anew."))
}

async fn page(app: &AppState, viewer: &Viewer, id: i64) -> Result<Response, ServiceError> {
    let account = app.service.own_records(viewer)?.account(id).await?;
    Ok(Page::new(app, Some(viewer), PATH, "That account isn't me").render(|| view! { <Ask account /> }))
}

#[component]
fn Ask(account: OwnAccount) -> impl IntoView {
    let lead = format!(
        "{} on {}. What rests on it: {}.",
        account.login,
        source_name(&account.provider),
        rests_on(&account)
    );
    view! {
        <Breadcrumbs trail=vec![Link::new("My records", PATH)] here="That account isn't me" />
        <PageHeader title="That account isn't me" lead />
        <ul class="consequences">
            <li>"What was done under it no longer counts as yours. It counts for the team that owns the repository, or for no team."</li>
            <li>"Figures of past sprints may change, since they were computed with it."</li>
            <li>"No list that is imported later links it to you again. An administrator can link it to somebody else."</li>
            <li>"That you said so is logged, without the account's name."</li>
        </ul>
        <form class="form" method="post" action=format!("{PATH}/accounts/{}/not-mine", account.id)>
            <Submit text="Take this account off me" cancel=PATH />
        </form>
    }
    .into_any()
}
