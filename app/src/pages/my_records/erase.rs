//! `/my-records/erase`: what goes, what stays, and the words that have to be typed.

use axum::{extract::State, http::StatusCode, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{Fields, ServiceError, individual::ERASE_WORDS};

use super::PATH;
use crate::components::{
    Breadcrumbs, EmptyState, Link, PageHeader, Section,
    form::{ErrorSummary, TextField},
};
use crate::web::{Answer, AppState, Page, Posted, Refusal, SignedIn, beside, summary};

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct EraseForm {
    confirmation: String,
}

pub async fn ask(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    page(&app, &viewer, Fields::default()).map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

pub async fn save(State(app): State<AppState>, Posted { viewer, form }: Posted<EraseForm>) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PATH, error);
    let records = app.service.own_records(&viewer).map_err(refuse)?;
    match records.erase(&form.confirmation).await {
        Ok(_) => Ok(done(&app)),
        Err(ServiceError::Invalid(wrong)) => page(&app, &viewer, wrong).map_err(refuse),
        Err(error) => Err(refuse(error)),
    }
}

/// The session is gone with everything else, so this page knows nobody.
fn done(app: &AppState) -> Response {
    Page::new(app, None, PATH, "You were erased").status(StatusCode::OK).render(|| {
        view! {
            <PageHeader title="You were erased" />
            <EmptyState
                missing="Your name, addresses, accounts and records are gone, and you are signed out."
                next_step="Ask those who run GitHub, Jira and the learning platform to erase you there as well: what they send anew arrives anew."
            />
        }
    })
}

fn page(app: &AppState, viewer: &Viewer, wrong: Fields) -> Result<Response, ServiceError> {
    // Only asked whether the viewer has records at all.
    app.service.own_records(viewer)?;
    Ok(Page::with_form(app, viewer, PATH, "Erase me", &wrong).render(|| view! { <Ask wrong /> }))
}

#[component]
fn Ask(wrong: Fields) -> impl IntoView {
    view! {
        <Breadcrumbs trail=vec![Link::new("My records", PATH)] here="Erase me" />
        <PageHeader
            title="Erase me"
            lead="This cannot be undone, by anybody. Export your records first if you may want them."
        />
        <ErrorSummary errors=summary(&wrong) />
        <Section title="What goes">
            <ul class="consequences">
                <li>"Your name, e-mail, role, logins and accounts, and your way to sign in."</li>
                <li>"Your name in every statement, pull request and issue that Sightline holds, in titles and texts as well."</li>
                <li>"What others wrote about why they looked at your records."</li>
            </ul>
        </Section>
        <Section title="What stays">
            <ul class="consequences">
                <li>"The figures of your teams and cohorts. They count somebody without a name where they counted you."</li>
                <li>"The log of who did what. It has a number where you were meant, never your name."</li>
                <li>"What other systems hold. Sightline cannot erase you there, nor in backups that were made before."</li>
            </ul>
        </Section>
        <form class="form" method="post" action=format!("{PATH}/erase")>
            <TextField
                name="confirmation"
                label=format!("To go on, type: {ERASE_WORDS}")
                error=beside(&wrong, "confirmation")
                required=true
            />
            <div class="form-actions">
                <button class="button button-danger" type="submit">
                    "Erase me for good"
                </button>
                <a class="button" href=PATH>
                    "Cancel"
                </a>
            </div>
        </form>
    }
    .into_any()
}
