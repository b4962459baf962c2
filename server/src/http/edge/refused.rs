//! Words for requests that no page answers, in the form that was asked for: a page, JSON, or plain text.

use app::web::{AppState, Refused};
use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde_json::json;

/// What an answer goes on to tell when it is worded; the last four are the record store's, for content in browsers.
const KEPT: [HeaderName; 7] = [
    header::ALLOW,
    header::RETRY_AFTER,
    header::WWW_AUTHENTICATE,
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::ACCESS_CONTROL_EXPOSE_HEADERS,
    HeaderName::from_static("x-experience-api-version"),
    HeaderName::from_static("x-experience-api-consistent-through"),
];

/// An answer that [`in_words`] will word.
pub fn refuse(refused: Refused) -> Response {
    let mut response = refused.status.into_response();
    response.extensions_mut().insert(refused);
    response
}

/// Words every answer that a layer gave with [`refuse`], and those that the framework gives by itself: empty or one bare
/// line, such as a 405.
pub async fn in_words(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let (form, method) = (Form::of(&request), request.method().clone());
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let Some(refused) = words_for(&response, &method) else { return response };
    let mut told = form.tell(refused, &app, &path);
    for name in KEPT {
        if let Some(value) = response.headers().get(&name) {
            told.headers_mut().insert(name, value.clone());
        }
    }
    told
}

fn words_for(response: &Response, method: &Method) -> Option<Refused> {
    let said = response.extensions().get::<Refused>().cloned();
    said.or_else(|| is_bare(response.headers()).then(|| by_status(response, method))?)
}

/// Whether nobody wrote this answer for a reader.
fn is_bare(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_none_or(|kind| kind.starts_with("text/plain"))
}

fn by_status(response: &Response, method: &Method) -> Option<Refused> {
    let status = response.status();
    let (title, happened, next_step) = match status {
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            "That request could not be read",
            "The address, or what was sent, has a shape that is not known here. Nothing was saved."
                .to_owned(),
            "Go back, change it and try again.",
        ),
        StatusCode::NOT_FOUND => (
            "There is nothing here",
            "The page may have moved, or it shows something you have no access to.".to_owned(),
            "Check the address, or start from your own page.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            "This address cannot be opened like that",
            format!("It does not take {method}{}. Nothing was changed.", taken(response.headers())),
            "Start from your own page and use the form or link there.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "That is too large",
            "What was sent is larger than this address takes. Nothing was saved.".to_owned(),
            "Send less at once.",
        ),
        StatusCode::INTERNAL_SERVER_ERROR => (
            "Something went wrong on our side",
            "The request could not be finished.".to_owned(),
            "Try again in a minute. If it happens again, tell your administrator.",
        ),
        _ => return None,
    };
    Some(Refused { status, title, happened, next_step })
}

/// What the address takes instead.
fn taken(headers: &HeaderMap) -> String {
    let allow = headers.get(header::ALLOW).and_then(|allow| allow.to_str().ok());
    allow.map(|allow| format!("; it takes {}", allow.replace(',', ", "))).unwrap_or_default()
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Page,
    Json,
    /// RFC 9457, of the API.
    Problem,
    /// RFC 7644, section 3.12.
    Scim,
    Text,
}

impl Form {
    fn of(request: &Request) -> Self {
        let path = request.uri().path();
        if path.starts_with("/scim/") {
            return Form::Scim;
        }
        if path.starts_with("/api/") {
            return Form::Problem;
        }
        if path.starts_with("/xapi/") {
            return Form::Json;
        }
        let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
        match accept {
            Some(accept) if accept.contains("text/html") => Form::Page,
            Some(accept) if accept.contains("json") => Form::Json,
            _ => Form::Text,
        }
    }

    fn tell(self, refused: Refused, app: &AppState, path: &str) -> Response {
        let status = refused.status;
        let words = format!("{} {}", refused.happened, refused.next_step);
        match self {
            Form::Page => refused.page(app, path),
            Form::Json => (status, Json(json!({ "error": words }))).into_response(),
            Form::Problem => problem(status, refused.title, &words),
            Form::Scim => scim(status, &words),
            Form::Text => (status, format!("{}. {words}\n", refused.title)).into_response(),
        }
    }
}

fn problem(status: StatusCode, title: &str, words: &str) -> Response {
    let problem =
        json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "detail": words });
    (status, [(header::CONTENT_TYPE, "application/problem+json")], problem.to_string()).into_response()
}

fn scim(status: StatusCode, words: &str) -> Response {
    let error = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "status": status.as_str(),
        "detail": words,
    });
    (status, [(header::CONTENT_TYPE, "application/scim+json")], error.to_string()).into_response()
}
