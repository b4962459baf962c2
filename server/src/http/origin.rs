//! Requests that change something must come from our own pages: the browser says where they come from.

use axum::{
    extract::Request,
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

pub async fn same_origin_only(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_same_origin(request.headers()) {
        return next.run(request).await;
    }
    let words =
        "This form was sent from another site, so nothing was done. Open Sightline itself and try again.";
    (StatusCode::FORBIDDEN, words).into_response()
}

/// Browsers of the last years send `Sec-Fetch-Site`; older ones `Origin`. A client that sends neither is no browser,
/// and carries no cookie that it was not given on purpose.
fn is_same_origin(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    if let Some(site) = headers.get("sec-fetch-site") {
        return matches!(site.to_str(), Ok("same-origin" | "none"));
    }
    match (text(header::ORIGIN), text(header::HOST)) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs.iter().map(|(name, value)| {
            (header::HeaderName::from_static(name), header::HeaderValue::from_static(value))
        });
        is_same_origin(&headers.collect())
    }

    #[test]
    fn what_the_browser_calls_foreign_is_refused() {
        assert!(allowed(&[("sec-fetch-site", "same-origin")]));
        assert!(!allowed(&[("sec-fetch-site", "cross-site")]));
        assert!(!allowed(&[("sec-fetch-site", "same-site")]));
    }

    #[test]
    fn an_older_browser_is_judged_by_its_origin() {
        assert!(allowed(&[("origin", "http://sightline.example"), ("host", "sightline.example")]));
        assert!(!allowed(&[("origin", "http://evil.example"), ("host", "sightline.example")]));
        assert!(!allowed(&[("origin", "null"), ("host", "sightline.example")]));
    }
}
