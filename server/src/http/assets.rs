//! The files that the browser loads: compressed beforehand, named by their content, kept for ever.

use std::path::{Path, PathBuf};

use axum::{
    Router,
    http::{HeaderValue, Method, header},
};
use tower::ServiceBuilder;
use tower_http::{
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
};

/// A year, the longest that caches heed.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// What keeps its name when it changes.
const A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

const PACKAGE: &str = "/pkg";
const ICON: &str = "/favicon.svg";

pub fn routes(site: &Path) -> Router {
    let kept = |value| SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, value);
    let package = ServeDir::new(site.join("pkg")).precompressed_br().precompressed_gzip();
    let icon = ServeFile::new(site.join("favicon.svg"));
    Router::new()
        .nest_service(PACKAGE, ServiceBuilder::new().layer(kept(FOR_EVER)).service(package))
        .route_service(ICON, ServiceBuilder::new().layer(kept(A_DAY)).service(icon))
}

pub fn listed() -> Vec<(Method, String)> {
    [format!("{PACKAGE}/{{*file}}"), ICON.to_owned()].map(|path| (Method::GET, path)).to_vec()
}

/// Where the bundler says which names belong to this program: beside it.
pub fn hash_file() -> Option<PathBuf> {
    Some(std::env::current_exe().ok()?.parent()?.join("hash.txt"))
}
