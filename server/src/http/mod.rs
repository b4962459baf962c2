//! What is served where, and what every answer carries.

mod assets;
mod health;
mod origin;
mod session;
mod xapi;

use std::sync::Arc;
use std::time::Duration;

use app::web::AppState;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderName, HeaderValue, header},
    middleware,
};
use leptos::config::LeptosOptions;
use service::Service;
use store::sessions::Sessions;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    set_header::SetResponseHeaderLayer,
    trace::TraceLayer,
};

use crate::config::Config;

/// Forms are small; the record store has its own limit.
const FORM_LIMIT: usize = 256 * 1024;

pub fn router(service: &Service, sessions: Sessions, config: &Config, demo: bool) -> anyhow::Result<Router> {
    let site = config.site()?;
    let options = leptos_options(config, &site);
    let state = AppState { service: service.clone(), options: Arc::new(options), demo };
    let pages = app::pages::routes()
        .into_router()
        .fallback(app::pages::not_found)
        .layer(session::layer(sessions, config))
        .layer(middleware::from_fn(origin::same_origin_only))
        .layer(DefaultBodyLimit::max(FORM_LIMIT))
        .with_state(state);
    let router = Router::new()
        .merge(health::routes(service))
        .merge(xapi::routes(service))
        .merge(assets::routes(&site))
        .fallback_service(pages);
    Ok(edge(router))
}

/// What holds for every answer, from the outside in.
fn edge(router: Router) -> Router {
    let always = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    // Compressing a stream of events would hold each of them back.
    let compressed = DefaultPredicate::new().and(NotForContentType::const_new("text/event-stream"));
    router
        .layer(CompressionLayer::new().compress_when(compressed))
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(always(header::REFERRER_POLICY, "same-origin"))
        .layer(always(header::X_FRAME_OPTIONS, "DENY"))
        .layer(CatchPanicLayer::new())
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
}

fn span(request: &axum::http::Request<axum::body::Body>) -> tracing::Span {
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    // The path alone: a query may hold what somebody typed.
    tracing::info_span!("request", id, method = %request.method(), path = request.uri().path())
}

fn leptos_options(config: &Config, site: &std::path::Path) -> LeptosOptions {
    let hashed = assets::hash_file().is_some_and(|file| file.is_file());
    LeptosOptions::builder()
        .output_name("sightline")
        .site_root(site.to_string_lossy().into_owned())
        .site_pkg_dir("pkg")
        .site_addr(config.addr)
        .hash_files(hashed)
        .build()
}

/// How long a client may cache what never changes under its name.
pub const FOR_EVER: Duration = Duration::from_hours(8760);
