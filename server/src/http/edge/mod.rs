//! The edge: what every request passes on its way in, and every answer on its way out.

mod address;
mod area;
mod connections;
mod headers;
mod limits;
pub mod origin;
mod refused;
mod time;
mod tls;

use std::any::Any;
use std::sync::Arc;

use app::web::{AppState, Refused};
use axum::{Router, extract::Request, http::StatusCode, middleware::from_fn_with_state, response::Response};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    trace::TraceLayer,
};

pub use area::Area;
pub use connections::serve;
pub use tls::Tls;

use crate::config::Config;

const REQUEST_ID: &str = "x-request-id";

/// Around all areas. The last layer is the outermost.
pub fn around(router: Router, app: &AppState, config: &Config) -> Router {
    let limits = Arc::new(limits::Limits::new(config.edge.limits));
    let protection = Arc::new(headers::Protection { https: config.is_https() });
    let proxies = Arc::new(address::Proxies::new(&config.edge));
    // Compressing a stream of events would hold each of them back.
    let compressed = DefaultPredicate::new().and(NotForContentType::const_new("text/event-stream"));
    // A router inside another: only then is its `Allow` header there for the layers to read.
    Router::new()
        .fallback_service(router)
        .layer(from_fn_with_state(limits, limits::limited))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(app.clone(), refused::in_words))
        .layer(CompressionLayer::new().compress_when(compressed))
        .layer(from_fn_with_state(protection, headers::protect))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(from_fn_with_state(proxies, address::find))
}

fn span(request: &Request) -> tracing::Span {
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    // The path alone: a query may hold what somebody typed. Set-up links and the keys of launched content
    // open by what their path ends with.
    let path = request.uri().path();
    let path = match path {
        path if path.starts_with("/set-up/") => "/set-up/…",
        path if path.starts_with("/launch/fetch/") => "/launch/fetch/…",
        path => path,
    };
    tracing::info_span!("request", id, method = %request.method(), path)
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no words");
    tracing::error!(panic = words, "a request ended in a panic");
    refused::refuse(Refused {
        status: StatusCode::INTERNAL_SERVER_ERROR,
        title: "Something went wrong on our side",
        happened: "The request could not be finished.".to_owned(),
        next_step: "Try again in a minute. If it happens again, tell your administrator.",
    })
}
