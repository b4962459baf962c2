//! The record store's address, `/xapi`: statements, documents, agents and activities as xAPI 1.0.3 and 2.0 want them.
//!
//! [`call::Call`] reads what all requests have in common; one file per resource answers. What is stored, and what a key
//! may do, is decided in `service::record_store`.

mod about;
mod activities;
mod agents;
mod alternate;
mod answer;
mod around;
mod call;
mod credentials;
mod documents;
mod preconditions;
mod statements;
#[cfg(test)]
mod tests;

use app::web::Routes;
use axum::{Router, middleware::from_fn_with_state};
use service::Service;

use super::edge::Area;

/// `more` goes on here; everything else of statements is at the resource itself.
const MORE: &str = "/xapi/statements/more";

pub fn routes() -> Routes<Service> {
    let mut routes = Routes::new()
        .get("/xapi/about", about::about)
        .get("/xapi/statements", statements::resource)
        .put("/xapi/statements", statements::resource)
        .post("/xapi/statements", statements::resource)
        .get(MORE, statements::more)
        .get("/xapi/activities", activities::resource)
        .post("/xapi/activities", activities::resource)
        .get("/xapi/agents", agents::resource)
        .post("/xapi/agents", agents::resource);
    for (path, kind) in documents::RESOURCES {
        let resource = move |call| documents::resource(kind, call);
        routes = routes.get(path, resource).put(path, resource).post(path, resource).delete(path, resource);
    }
    routes
}

/// Content calls from wherever it lies: what concerns browsers and versions is said even where the area refuses.
pub fn router(service: &Service, area: Area) -> Router {
    let router = area.around(routes().into_router().with_state(service.clone()));
    router.layer(from_fn_with_state(service.clone(), around::told_to_all))
}
