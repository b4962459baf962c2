//! `POST /launch/fetch/{token}`: where content of cmi5 gets its key, once. It asks from wherever it lies.

use app::web::Routes;
use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use service::{Service, sources::launches::Fetched};

pub fn routes() -> Routes<Service> {
    Routes::new().post("/launch/fetch/{token}", fetch)
}

async fn fetch(State(service): State<Service>, Path(token): Path<String>) -> Response {
    match service.fetch_launch_token(&token).await {
        Ok(Fetched::Token(token)) => open(StatusCode::OK, json!({ "auth-token": token })),
        // The numbers are the standard's.
        Ok(Fetched::Used) => open(
            StatusCode::BAD_REQUEST,
            json!({ "error-code": "1", "error-text": "the key was fetched already, or its time is over: launch the content again" }),
        ),
        Err(error) => {
            tracing::error!(%error, "the key of launched content could not be made");
            let text = "the key could not be made; launch the content again";
            open(StatusCode::INTERNAL_SERVER_ERROR, json!({ "error-code": "3", "error-text": text }))
        }
    }
}

/// Nothing is asked for but the token in the address, so any page may ask.
fn open(status: StatusCode, body: Value) -> Response {
    let headers = [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, Json(body)).into_response()
}
