//! Errors of the API: problem details (RFC 9457) that say what happened, to what, and what to do.

use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use service::ServiceError;
use utoipa::{IntoResponses, ToSchema};

const KIND: HeaderValue = HeaderValue::from_static("application/problem+json");

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says which kind of problem it is.
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    /// What happened, to what, and what to do.
    detail: String,
    /// The query parameter that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    /// The values that the parameter takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<Vec<String>>,
    #[serde(skip)]
    headers: Vec<(HeaderName, &'static str)>,
}

impl Problem {
    pub fn new(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Self {
        let (status, detail) = (status.as_u16(), detail.into());
        Self { kind: "about:blank", title, status, detail, parameter: None, allowed: None, headers: vec![] }
    }

    /// A query parameter is wrong; `detail` says how.
    pub fn parameter(name: &str, detail: impl Into<String>) -> Self {
        let problem = Self::new(StatusCode::BAD_REQUEST, "A parameter is wrong", detail);
        Self { parameter: Some(name.to_owned()), ..problem }
    }

    /// A query parameter has none of the values it takes.
    pub fn not_among(name: &str, value: &str, allowed: Vec<String>) -> Self {
        let value: String = value.chars().take(60).collect();
        let detail = format!("{name} is \"{value}\"; use one of: {}.", allowed.join(", "));
        Self::parameter(name, detail).with_allowed(allowed)
    }

    pub fn with_allowed(self, allowed: Vec<String>) -> Self {
        Self { allowed: Some(allowed), ..self }
    }

    pub fn unauthorized() -> Self {
        let problem = Self::new(
            StatusCode::UNAUTHORIZED,
            "A token is needed",
            "Send \"Authorization: Bearer sl_…\" with a token that is neither revoked nor expired. Make one at \
             /account/tokens.",
        );
        problem.with(header::WWW_AUTHENTICATE, "Bearer realm=\"Sightline\", error=\"invalid_token\"")
    }

    /// The token is good, but not for this.
    pub fn out_of_scope(scope: service::tokens::TokenScope) -> Self {
        let detail = format!(
            "This token does not have the scope {}. Make one that has it at /account/tokens.",
            scope.as_str()
        );
        let problem = Self::new(StatusCode::FORBIDDEN, "This token does not reach so far", detail);
        problem.with(header::WWW_AUTHENTICATE, "Bearer realm=\"Sightline\", error=\"insufficient_scope\"")
    }

    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "There is nothing here",
            "It does not exist, or the token's owner has no access to it. See /api for what can be asked.",
        )
    }

    pub fn not_acceptable() -> Self {
        Self::new(
            StatusCode::NOT_ACCEPTABLE,
            "There is no such representation",
            "Ask for application/json or, where there are rows, text/csv in the Accept header.",
        )
    }

    pub fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "This address does not take that method",
            "The Allow header names those it takes. Nothing was changed.",
        )
    }

    /// What went wrong goes into the log and to nobody else.
    pub fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "an API request failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong on our side",
            "The request could not be finished. Try again in a minute; if it happens again, tell your administrator.",
        )
    }

    fn with(mut self, name: HeaderName, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }
}

impl From<ServiceError> for Problem {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::NotFound | ServiceError::NotAllowed => Self::not_found(),
            ServiceError::Invalid(fields) => {
                let words: Vec<String> = fields.0.iter().map(|error| error.message.clone()).collect();
                Self::new(StatusCode::BAD_REQUEST, "The question cannot be answered", words.join(" "))
            }
            error => Self::internal(&error),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, KIND)], body).into_response();
        for (name, value) in self.headers {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

/// What every operation may answer instead, for the description of the API.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "described, never made")]
pub enum Problems {
    /// A parameter is wrong; the allowed values are listed.
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(Problem),
    /// The token is missing, unknown, revoked or expired, or its owner's account is disabled.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorized(Problem),
    /// The token does not have the scope that is needed.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// There is no such thing, or it is not the owner's to know of.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// No representation that is offered was asked for.
    #[response(status = 406, content_type = "application/problem+json")]
    NotAcceptable(Problem),
    /// Too many requests; `Retry-After` says how many seconds to wait.
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(Problem),
}
