//! How long an answer may take to begin. A stream of events begins at once and then lasts as long as it likes.

use std::time::Duration;

use app::web::Refused;
use axum::{
    extract::Request,
    http::{Method, StatusCode},
    middleware::Next,
    response::Response,
};

use super::refused::refuse;

pub async fn limited(within: Duration, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    match tokio::time::timeout(within, next.run(request)).await {
        Ok(response) => response,
        Err(_) => refuse(too_slow(within, reads)),
    }
}

fn too_slow(within: Duration, reads: bool) -> Refused {
    Refused {
        status: StatusCode::SERVICE_UNAVAILABLE,
        title: "This took too long",
        happened: format!(
            "There was no answer within {} seconds, so the request was ended.",
            within.as_secs()
        ),
        next_step: if reads {
            "Try again in a minute, or ask for less at once."
        } else {
            "Look whether it was done before you send it again."
        },
    }
}
