//! Requests that change something must come from our own pages: the browser says where they come from.

use std::sync::Arc;

use app::web::Refused;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};

use super::refused::refuse;
use crate::config::BaseUrl;

pub async fn same_origin_only(State(own): State<Arc<BaseUrl>>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_same_origin(request.headers(), own.get()) {
        return next.run(request).await;
    }
    refuse(Refused {
        status: StatusCode::FORBIDDEN,
        title: "This form was sent from another site",
        happened: "It did not come from a page of Sightline, so nothing was done.".to_owned(),
        next_step: "Open Sightline itself and try again.",
    })
}

/// Browsers of the last years send `Sec-Fetch-Site`; older ones, and all of them over plain HTTP, `Origin`. A client
/// that sends neither is no browser, and carries no cookie that it was not given on purpose. `own` is the public address:
/// a proxy may have put another host in the request.
fn is_same_origin(headers: &HeaderMap, own: Option<&str>) -> bool {
    let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    if let Some(site) = headers.get("sec-fetch-site") {
        return matches!(site.to_str(), Ok("same-origin" | "none"));
    }
    match (text(header::ORIGIN), text(header::HOST)) {
        (None, _) => true,
        (Some(origin), _) if own == Some(origin) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://sightline.example";

    fn allowed(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs.iter().map(|(name, value)| {
            (header::HeaderName::from_static(name), header::HeaderValue::from_static(value))
        });
        is_same_origin(&headers.collect(), Some(OWN))
    }

    #[test]
    fn what_the_browser_calls_foreign_is_refused() {
        assert!(allowed(&[("sec-fetch-site", "same-origin")]));
        assert!(!allowed(&[("sec-fetch-site", "cross-site")]));
        assert!(!allowed(&[("sec-fetch-site", "same-site")]));
        let both = [("sec-fetch-site", "cross-site"), ("origin", OWN), ("host", "sightline.example")];
        assert!(!allowed(&both), "the stronger word counts");
    }

    #[test]
    fn an_older_browser_is_judged_by_its_origin() {
        assert!(allowed(&[("origin", "http://sightline.example"), ("host", "sightline.example")]));
        assert!(!allowed(&[("origin", "http://evil.example"), ("host", "sightline.example")]));
        assert!(!allowed(&[("origin", "null"), ("host", "sightline.example")]));
        assert!(!allowed(&[("origin", "http://sightline.example:81"), ("host", "sightline.example")]));
        assert!(!allowed(&[("origin", "http://sightline.example")]));
    }

    #[test]
    fn behind_a_proxy_the_public_address_is_our_own_too() {
        assert!(allowed(&[("origin", OWN), ("host", "10.0.0.7:3000")]));
        assert!(!allowed(&[("origin", "https://sightline.example.evil"), ("host", "10.0.0.7:3000")]));
    }

    #[test]
    fn a_client_that_is_no_browser_says_neither() {
        assert!(allowed(&[("host", "sightline.example")]));
    }
}
