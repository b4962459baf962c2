//! What one part of the addresses may ask of the server: how much at once, and for how long.

use std::time::Duration;

use app::web::Refused;
use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Request},
    http::{HeaderMap, StatusCode, header},
    middleware::{Next, from_fn},
    response::Response,
};
use futures::StreamExt;
use tower_http::limit::RequestBodyLimitLayer;

use super::{refused::refuse, time};

#[derive(Debug, Clone, Copy)]
pub struct Area {
    /// The most that may be sent at once, in bytes.
    pub body: usize,
    /// How long an answer may take to begin.
    pub within: Duration,
}

impl Area {
    pub fn around(self, router: Router) -> Router {
        let Self { body, within } = self;
        router
            // The limit below holds for every way of reading a body, this one only for some.
            .layer(DefaultBodyLimit::disable())
            .layer(RequestBodyLimitLayer::new(body))
            .layer(from_fn(move |request: Request, next: Next| sized(body, request, next)))
            .layer(from_fn(move |request: Request, next: Next| time::limited(within, request, next)))
    }
}

async fn sized(limit: usize, request: Request, next: Next) -> Response {
    if announced(request.headers()).is_some_and(|length| length > limit) {
        if !request.headers().contains_key(header::EXPECT) {
            drain(request.into_body()).await;
        }
        return refuse(too_large(limit));
    }
    let mut response = next.run(request).await;
    // A body that did not say its length was cut off while it was read.
    if response.status() == StatusCode::PAYLOAD_TOO_LARGE {
        response.extensions_mut().insert(too_large(limit));
    }
    response
}

fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// So much, and for so long, of what will not be looked at is read all the same.
const DRAINED: usize = 64 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(3);

/// A browser that is cut off while it sends shows a broken connection in place of the answer.
async fn drain(body: Body) {
    let mut chunks = body.into_data_stream();
    let reading = async {
        let mut left = DRAINED;
        while let Some(Ok(chunk)) = chunks.next().await {
            left = left.saturating_sub(chunk.len());
            if left == 0 {
                break;
            }
        }
    };
    // Whoever takes longer has had their chance.
    let _ = tokio::time::timeout(PATIENCE, reading).await;
}

fn too_large(limit: usize) -> Refused {
    Refused {
        status: StatusCode::PAYLOAD_TOO_LARGE,
        title: "That is too large",
        happened: format!("This address takes {} at once. Nothing was saved.", size(limit)),
        next_step: "Send less at once, in several parts if need be.",
    }
}

fn size(bytes: usize) -> String {
    const MIB: usize = 1024 * 1024;
    if bytes >= MIB { format!("{} MiB", bytes / MIB) } else { format!("{} KiB", bytes / 1024) }
}
