//! The files that the browser loads: compressed beforehand, named by their content, kept for ever.

use std::path::{Path, PathBuf};

use axum::{
    Router,
    http::{HeaderValue, header},
};
use tower::ServiceBuilder;
use tower_http::{
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
};

use super::FOR_EVER;

pub fn routes(site: &Path) -> Router {
    let kept = format!("public, max-age={}, immutable", FOR_EVER.as_secs());
    let kept = HeaderValue::from_str(&kept).unwrap_or(HeaderValue::from_static("public"));
    let package = ServiceBuilder::new()
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, kept))
        .service(ServeDir::new(site.join("pkg")).precompressed_br().precompressed_gzip());
    Router::new()
        .nest_service("/pkg", package)
        .route_service("/favicon.svg", ServeFile::new(site.join("favicon.svg")))
}

/// Where the bundler says which names belong to this program: beside it.
pub fn hash_file() -> Option<PathBuf> {
    Some(std::env::current_exe().ok()?.parent()?.join("hash.txt"))
}
