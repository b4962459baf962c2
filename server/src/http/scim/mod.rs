//! `/scim/v2`: an identity provider says who may have an account and which groups they are in (RFC 7644).

mod answer;
mod described;
mod discovery;
mod error;
mod groups;
mod model;
mod request;
#[cfg(test)]
mod tests;
mod users;

use axum::{
    Json, Router,
    http::Method,
    routing::{any, get},
};
use service::Service;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use error::Refusal;

const DOCUMENT: &str = "/scim/v2/openapi.json";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Sightline provisioning (SCIM 2.0)",
        description = "For identity providers: accounts and the groups they are in.",
        version = "2.0",
    ),
    modifiers(&Key),
    components(schemas(Refusal)),
    tags(
        (name = "users", description = "Accounts."),
        (name = "groups", description = "Groups, which may give roles."),
        (name = "discovery", description = "What is supported."),
    ),
)]
struct Described;

/// How an identity provider proves that it is one.
struct Key;

impl Modify for Key {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A provisioning key: sightline keys create --kind scim --name PROVIDER."))
            .build();
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("provisioning", SecurityScheme::Http(scheme));
    }
}

fn operations() -> OpenApiRouter<Service> {
    OpenApiRouter::with_openapi(Described::openapi())
        .routes(routes!(users::list, users::create))
        .routes(routes!(users::read, users::replace, users::patch, users::delete))
        .routes(routes!(groups::list, groups::create))
        .routes(routes!(groups::read, groups::replace, groups::patch, groups::delete))
        .routes(routes!(discovery::configuration))
        .routes(routes!(discovery::resource_types))
        .routes(routes!(discovery::one_resource_type))
        .routes(routes!(discovery::schemas))
        .routes(routes!(discovery::one_schema))
}

pub fn routes(service: &Service) -> Router {
    let (router, document) = operations().split_for_parts();
    router
        .route(DOCUMENT, get(async || Json(document)))
        .route("/scim/v2/{*rest}", any(async || Refusal::not_found()))
        .method_not_allowed_fallback(async || Refusal::method_not_allowed())
        .with_state(service.clone())
}

/// Every method and path.
pub fn listed() -> Vec<(Method, String)> {
    let mut listed = super::described::listed(&operations().into_openapi());
    listed.push((Method::GET, DOCUMENT.to_owned()));
    listed
}
