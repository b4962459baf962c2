//! What every answer tells the browser: what a page may do, who may keep it, and that it comes by TLS.

use std::sync::Arc;

use app::web::ScriptNonce;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

/// On every answer, as they stand.
const FIXED: [(HeaderName, HeaderValue); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    // For browsers that do not know `frame-ancestors`.
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "browsing-topics=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

const A_YEAR: HeaderValue = HeaderValue::from_static("max-age=31536000");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
const NOTHING: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// What depends on the configuration.
#[derive(Debug, Default)]
pub struct Protection {
    /// Browsers reach us by TLS: they shall never try without.
    pub https: bool,
}

pub async fn protect(State(protection): State<Arc<Protection>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let nonce = response.extensions_mut().remove::<ScriptNonce>();
    protection.write(nonce.as_ref(), response.headers_mut());
    response
}

impl Protection {
    fn write(&self, nonce: Option<&ScriptNonce>, headers: &mut HeaderMap) {
        headers.extend(FIXED);
        let policy = HeaderValue::try_from(policy(nonce)).unwrap_or(NOTHING);
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        if self.https {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, A_YEAR);
        }
        if !is_public(headers) {
            headers.insert(header::CACHE_CONTROL, NO_STORE);
        }
    }
}

/// Nothing but our own files; a script only where the page was made with one, marked by the response's own nonce.
/// Browsers hold the redirects after a form against `form-action` too: the way to another site is always a link.
fn policy(nonce: Option<&ScriptNonce>) -> String {
    let script = match nonce {
        Some(ScriptNonce(nonce)) => format!("'nonce-{nonce}' 'wasm-unsafe-eval'"),
        None => "'none'".to_owned(),
    };
    format!(
        "default-src 'none'; script-src {script}; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    )
}

/// Files without anybody's data say so themselves; all else is for the one who asked.
fn is_public(headers: &HeaderMap) -> bool {
    let control = headers.get(header::CACHE_CONTROL).and_then(|value| value.to_str().ok());
    control.is_some_and(|control| control.starts_with("public"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_runs_only_under_the_nonce_of_its_own_response() {
        assert!(policy(None).contains("script-src 'none';"));
        let policy = policy(Some(&ScriptNonce("n0nce".to_owned())));
        assert!(policy.contains("script-src 'nonce-n0nce' 'wasm-unsafe-eval';"), "{policy}");
        assert!(!policy.contains("unsafe-inline"));
    }

    #[test]
    fn what_is_not_public_is_kept_by_nobody_whatever_it_said() {
        for (said, kept) in [("no-cache", "no-store"), ("public, max-age=5", "public, max-age=5")] {
            let mut headers = HeaderMap::from_iter([(header::CACHE_CONTROL, HeaderValue::from_static(said))]);
            Protection { https: true }.write(None, &mut headers);
            assert_eq!(headers[header::CACHE_CONTROL], kept);
            assert_eq!(headers[header::STRICT_TRANSPORT_SECURITY], "max-age=31536000");
        }
    }
}
