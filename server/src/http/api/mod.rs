//! `/api/v1`: figures and lists for programs, by token. Everything is asked of `service` with the viewer that the token
//! stands for; nothing is shown here that a page would hide.

mod caller;
mod definitions;
mod figures;
mod groups;
mod guide;
mod me;
mod page;
mod problem;
mod query;
mod representation;
mod statements;
#[cfg(test)]
mod tests;

use axum::{Json, Router, http::Method, routing::get};
use service::Service;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub use caller::bearer_secret;
pub use guide::routes as guide_routes;

use problem::Problem;

const DOCUMENT: &str = "/api/v1/openapi.json";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Sightline API",
        description = "Figures of teams and cohorts, and the lists to ask about. Figures that would single people \
                       out are hidden, with the reason.",
        version = "1",
    ),
    modifiers(&Token),
    components(schemas(Problem)),
    tags(
        (name = "figures", description = "Figures by group and period, and what they mean."),
        (name = "directory", description = "Groups and periods that can be asked about."),
        (name = "me", description = "The token's owner."),
        (name = "statements", description = "What arrives at the record store, nobody named."),
    ),
)]
struct Described;

/// How callers prove who they are.
struct Token;

impl Modify for Token {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(
                "A token from /account/tokens. It acts as its owner, with their roles at the time.",
            ))
            .build();
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

fn operations() -> OpenApiRouter<Service> {
    OpenApiRouter::with_openapi(Described::openapi())
        .routes(routes!(figures::figures))
        .routes(routes!(definitions::definitions))
        .routes(routes!(groups::teams))
        .routes(routes!(groups::cohorts))
        .routes(routes!(groups::sprints))
        .routes(routes!(me::me))
        .routes(routes!(me::records))
        .routes(routes!(statements::statements))
        .routes(routes!(statements::raw::raw))
}

/// The description of the API.
pub fn document() -> utoipa::openapi::OpenApi {
    operations().into_openapi()
}

pub fn routes(service: &Service) -> Router {
    let (router, document) = operations().split_for_parts();
    router
        .route(DOCUMENT, get(async || Json(document)))
        .route("/api/v1/{*rest}", axum::routing::any(async || Problem::not_found()))
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .with_state(service.clone())
}

/// Every method and path.
pub fn listed() -> Vec<(Method, String)> {
    let mut listed = super::described::listed(&document());
    listed.push((Method::GET, DOCUMENT.to_owned()));
    listed
}
