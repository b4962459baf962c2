//! What is served where.

mod api;
mod assets;
mod described;
mod edge;
mod health;
mod launch;
mod profile;
mod scim;
mod session;
#[cfg(test)]
mod testing;
mod xapi;

use std::sync::Arc;
use std::time::Duration;

use app::web::AppState;
use axum::{Router, http::Method, middleware::from_fn_with_state};
use leptos::config::LeptosOptions;
use service::Service;
use store::sessions::Sessions;

pub use edge::{Tls, serve};

use crate::config::Config;
use edge::{Area, origin};

/// Forms are small.
const FORM_BYTES: usize = 256 * 1024;

/// A file that a person chose on a page.
const FILE_BYTES: usize = 8 * 1024 * 1024;

/// One request to the record store: a batch of statements with their files, or a document.
const STATEMENTS_BYTES: usize = 16 * 1024 * 1024;

/// Much may come over a slow line.
const MUCH_TAKES: u32 = 4;

pub fn router(service: &Service, sessions: &Sessions, config: &Config, demo: bool) -> anyhow::Result<Router> {
    let site = config.site()?;
    let options = leptos_options(config, &site);
    let app = AppState { service: service.clone(), options: Arc::new(options), demo };
    let form = Area { body: FORM_BYTES, within: Duration::from_secs(config.edge.request_seconds) };
    let batch = Area { body: STATEMENTS_BYTES, within: form.within * MUCH_TAKES };
    let file = Area { body: FILE_BYTES, ..batch };
    let framed = |pages| framed(pages, &app, sessions, config);
    let pages = app::pages::routes().merge(api::guide_routes()).into_router();
    let router = Router::new()
        .merge(health::routes().into_router().with_state(service.clone()))
        .merge(form.around(profile::routes().into_router()))
        .merge(xapi::router(service, batch))
        .merge(form.around(launch::routes().into_router().with_state(service.clone())))
        .merge(form.around(api::routes(service)))
        .merge(batch.around(scim::routes(service)))
        .merge(assets::routes(&site))
        .merge(file.around(framed(app::pages::file_routes().into_router())))
        .fallback_service(form.around(framed(pages.fallback(app::pages::not_found))));
    Ok(edge::around(router, &app, config))
}

/// What people open in a browser: it is known by its cookie, and other sites' forms do not arrive.
fn framed(pages: Router<AppState>, app: &AppState, sessions: &Sessions, config: &Config) -> Router {
    pages
        .layer(session::layer(sessions.clone(), config))
        .layer(from_fn_with_state(Arc::new(config.base_url.clone()), origin::same_origin_only))
        .with_state(app.clone())
}

/// Every method and address that is served.
pub fn listed() -> Vec<(Method, String)> {
    let (pages, files) = (app::pages::routes(), app::pages::file_routes());
    let (health, launch, xapi) = (health::routes(), launch::routes(), xapi::routes());
    let profile = profile::routes();
    let (guide, api, scim) = (api::guide_routes(), api::listed(), scim::listed());
    [
        pages.listed(),
        files.listed(),
        guide.listed(),
        &api,
        &scim,
        health.listed(),
        profile.listed(),
        launch.listed(),
        xapi.listed(),
        &assets::listed(),
    ]
    .concat()
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
