//! `/healthz`: the process runs. `/readyz`: it can answer, since its database does.

use app::web::Routes;
use axum::{extract::State, http::StatusCode};
use service::Service;

pub fn routes() -> Routes<Service> {
    Routes::new().get("/healthz", async || "ok").get("/readyz", ready)
}

async fn ready(State(service): State<Service>) -> (StatusCode, &'static str) {
    match service.ready().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    }
}
