//! What all handlers share.

use std::sync::Arc;

use leptos::config::LeptosOptions;
use service::Service;

#[derive(Clone)]
pub struct AppState {
    pub service: Service,
    pub options: Arc<LeptosOptions>,
    /// The demo organisation is served: its personas may be signed in as. Never reachable otherwise.
    pub demo: bool,
}
