//! `/sign-in` with every way in, the way to identity providers and back, and `/sign-out`. The demo organisation's
//! personas are offered where it is served, and nowhere else.

mod page;
mod persona;
mod provider;
mod refused;
mod sign_out;

use axum::{extract::State, http::StatusCode, response::Response};
use leptos::prelude::*;
use service::ServiceError;

use crate::web::{Answer, AppState, Page, Parameters, Refusal, Routes};
use page::{NotConfigured, Persona, WaysIn};

const PATH: &str = "/sign-in";

pub fn routes() -> Routes {
    Routes::new()
        .get(PATH, show)
        .post(PATH, persona::sign_in)
        .get("/sign-in/oidc/{provider}", provider::depart)
        .get("/sign-in/oidc/{provider}/callback", provider::arrive)
        .post("/sign-out", sign_out::sign_out)
        .get("/signed-out", sign_out::signed_out)
}

async fn show(State(app): State<AppState>, parameters: Parameters) -> Answer {
    let next = local_path(parameters.get("next")).to_owned();
    page(&app, next, StatusCode::OK).await.map_err(|error| Refusal::new(&app, None, PATH, error))
}

/// The ways in. Any `status` but OK says that somebody asked to be a persona that there is not.
async fn page(app: &AppState, next: String, status: StatusCode) -> Result<Response, ServiceError> {
    let page = Page::new(app, None, PATH, "Sign in").status(status);
    let providers = app.service.offered_providers();
    let passwords = app.service.offers_passwords().await?;
    if !app.demo && !passwords && providers.is_empty() {
        return Ok(page.render(|| view! { <NotConfigured /> }));
    }
    let personas = if app.demo { Some(personas(app).await?) } else { None };
    let unknown = status != StatusCode::OK;
    Ok(page.render(|| view! { <WaysIn providers passwords personas next unknown /> }))
}

async fn personas(app: &AppState) -> Result<Vec<Persona>, ServiceError> {
    let personas = app.service.personas().await?.into_iter();
    Ok(personas.map(|(_, id, name, role)| Persona { id, name, role }).collect())
}

/// No address of this site is longer; what is remembered for somebody who has not signed in yet is bounded by it.
const LONGEST: usize = 2_000;

/// A page of this site, whatever was asked for: browsers read `//` and `/\` as the start of another site's address,
/// and skip tabs and line ends in between.
pub fn local_path(wanted: Option<&str>) -> &str {
    let is_local = |path: &&str| {
        path.starts_with('/')
            && path.len() <= LONGEST
            && !path.starts_with("//")
            && !path.contains(|c: char| c == '\\' || c.is_ascii_control())
    };
    wanted.filter(is_local).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Some("/cohorts?x=1"), "/cohorts?x=1")]
    #[case(Some("//elsewhere.invalid"), "/")]
    #[case(Some("/\\elsewhere.invalid"), "/")]
    #[case(Some("/\t/elsewhere.invalid"), "/")]
    #[case(Some("https://elsewhere.invalid"), "/")]
    #[case(Some(""), "/")]
    #[case(None, "/")]
    fn after_signing_in_nobody_is_led_to_another_site(#[case] wanted: Option<&str>, #[case] expected: &str) {
        assert_eq!(local_path(wanted), expected);
    }

    #[test]
    fn an_address_longer_than_any_of_ours_is_not_remembered() {
        assert_eq!(local_path(Some(&format!("/{}", "x".repeat(LONGEST)))), "/");
    }
}
