//! `/healthz`: the process runs. `/readyz`: it can answer, since its database does.

use axum::{Router, extract::State, http::StatusCode, routing::get};
use service::Service;

pub fn routes(service: &Service) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(ready))
        .with_state(service.clone())
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
