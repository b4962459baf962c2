//! What every answer under `/xapi` tells, errors included: who may read it in a browser, the version, how far reading
//! has caught up with writing.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use service::Service;

use super::call::{Source, VERSION};

const CONSISTENT_THROUGH: HeaderName = HeaderName::from_static("x-experience-api-consistent-through");

/// Any origin: keys travel in a header that a page sets itself, never in what a browser adds on its own.
const CORS: [(HeaderName, HeaderValue); 2] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    (
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static(
            "ETag, Last-Modified, Retry-After, X-Experience-API-Version, X-Experience-API-Consistent-Through",
        ),
    ),
];

/// The answer to a browser that asks before it sends; it asks without a key.
const PREFLIGHT: [(HeaderName, HeaderValue); 3] = [
    (header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD, PUT, POST, DELETE")),
    (
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static(
            "authorization, content-type, x-experience-api-version, if-match, if-none-match, accept, accept-language",
        ),
    ),
    (header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("7200")),
];

pub async fn told_to_all(State(service): State<Service>, mut request: Request, next: Next) -> Response {
    // Before the request is looked at: what is stored meanwhile may or may not be in the answer.
    let through = service.consistent_through();
    let source = Source::default();
    request.extensions_mut().insert(source.clone());
    let is_of_statements = request.uri().path().starts_with("/xapi/statements");
    let mut response = if *request.method() == Method::OPTIONS {
        (StatusCode::NO_CONTENT, HeaderMap::from_iter(PREFLIGHT)).into_response()
    } else {
        next.run(request).await
    };
    // How many requests of a source are refused says how good what it sends is.
    if let Some(name) = source.name() {
        service.count_request(name, response.status().as_u16());
    }
    let headers = response.headers_mut();
    headers.extend(CORS);
    headers.entry(VERSION).or_insert(HeaderValue::from_static(xapi::Version::V2.number()));
    if let Some(through) = HeaderValue::try_from(xapi::rfc3339(through)).ok().filter(|_| is_of_statements) {
        headers.insert(CONSISTENT_THROUGH, through);
    }
    response
}
