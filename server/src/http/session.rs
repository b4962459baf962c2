//! The cookie by which a browser is known again. What it is worth, and for how long, is in the database.

use store::sessions::Sessions;
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

use crate::config::Config;

/// Lax: an identity provider sends people back with a link, and the browser has to be known then. It goes with the
/// browser's window; how long a session lasts at most is not the browser's to decide.
pub fn layer(sessions: Sessions, config: &Config) -> SessionManagerLayer<Sessions> {
    // The prefix has browsers refuse a cookie that another host of the same domain set; it needs TLS.
    let (name, secure) = if config.is_https() { ("__Host-sightline", true) } else { ("sightline", false) };
    SessionManagerLayer::new(sessions)
        .with_name(name)
        .with_same_site(SameSite::Lax)
        .with_http_only(true)
        .with_secure(secure)
        .with_expiry(Expiry::OnSessionEnd)
}
