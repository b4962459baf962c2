//! `/sign-out` ends the session here. Whoever signed in elsewhere is still signed in there, which is said, with the way
//! to end that too.

use axum::{extract::State, response::Response};
use leptos::prelude::*;
use service::sign_in::OfferedProvider;

use super::PATH;
use crate::components::{EmptyState, Link, PageHeader};
use crate::web::{Answer, AppState, Browser, Page, Parameters, Refusal, redirect};

const SIGNED_OUT: &str = "/signed-out";

pub async fn sign_out(State(app): State<AppState>, browser: Browser) -> Answer {
    let refuse = |error| Refusal::new(&app, None, "/sign-out", error);
    let how = match browser.key() {
        Some(key) => app.service.sign_out(&key).await.map_err(refuse)?,
        None => None,
    };
    let flushed = browser.session.flush().await;
    flushed.map_err(|error| Refusal::broken(&app, "/sign-out", &error))?;
    Ok(match how.as_deref().and_then(|how| how.strip_prefix("provider:")) {
        Some(provider) => redirect(&format!("{SIGNED_OUT}?provider={provider}")),
        None => redirect(PATH),
    })
}

pub async fn signed_out(State(app): State<AppState>, parameters: Parameters) -> Response {
    let elsewhere = match parameters.get("provider") {
        Some(provider) => app.service.provider_sign_out(provider).await,
        None => None,
    };
    Page::new(&app, None, SIGNED_OUT, "Signed out").render(|| view! { <SignedOut elsewhere /> })
}

#[component]
fn SignedOut(
    /// The provider and the address where one signs out of it.
    elsewhere: Option<(OfferedProvider, String)>,
) -> impl IntoView {
    let (next_step, action) = match elsewhere {
        Some((OfferedProvider { title, .. }, url)) => (
            format!(
                "{title} may still know you in this browser. On a shared computer, sign out there as well."
            ),
            Link::new(format!("Sign out of {title}"), url),
        ),
        None => ("Close the browser on a shared computer.".to_owned(), Link::new("Sign in again", PATH)),
    };
    view! {
        <PageHeader title="Signed out" />
        <EmptyState missing="You are signed out of Sightline." next_step action />
        <p>
            <a href=PATH>"To the sign-in page"</a>
        </p>
    }
    .into_any()
}
