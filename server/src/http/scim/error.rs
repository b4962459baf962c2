//! Errors in SCIM's own shape (RFC 7644, section 3.12).

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use service::{
    ServiceError,
    scim::{ScimError, ScimType},
};
use utoipa::{IntoResponses, ToSchema};

const SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:Error";
pub const KIND: HeaderValue = HeaderValue::from_static("application/scim+json");

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    schemas: [&'static str; 1],
    /// The HTTP status, as text.
    status: String,
    /// A kind of bad request: `invalidFilter`, `invalidValue`, uniqueness, …
    #[serde(skip_serializing_if = "Option::is_none")]
    scim_type: Option<&'static str>,
    /// What happened, to what, and what to do.
    detail: String,
}

impl Refusal {
    fn new(status: StatusCode, scim_type: Option<&'static str>, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { schemas: [SCHEMA], status: status.as_str().to_owned(), scim_type, detail }
    }

    pub fn bad(kind: ScimType, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Some(kind.as_str()), detail)
    }

    pub fn unauthorized() -> Self {
        let words = "Send \"Authorization: Bearer …\" with a provisioning key that was not revoked. Make one with \
                     sightline keys create --kind scim --name PROVIDER. A person's token opens nothing here.";
        Self::new(StatusCode::UNAUTHORIZED, None, words)
    }

    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, None, "There is no such resource.")
    }

    pub fn method_not_allowed() -> Self {
        let words = "This address does not take that method; the Allow header names those it takes.";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, None, words)
    }

    pub fn unsupported_media_type() -> Self {
        let words = "Send application/scim+json or application/json.";
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, None, words)
    }
}

impl From<ScimError> for Refusal {
    fn from(error: ScimError) -> Self {
        match error {
            ScimError::Bad(kind, words) => Self::bad(kind, words),
            ScimError::Taken(words) => Self::new(StatusCode::CONFLICT, Some("uniqueness"), words),
            ScimError::NotFound => Self::not_found(),
            ScimError::Service(error) => Self::from(error),
        }
    }
}

impl From<ServiceError> for Refusal {
    fn from(error: ServiceError) -> Self {
        tracing::error!(%error, "a provisioning request failed");
        let words = "The request could not be finished. Try again in a minute.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, None, words)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = self.status.parse().unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, KIND)], body).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let ask = HeaderValue::from_static("Bearer realm=\"Sightline provisioning\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, ask);
        }
        response
    }
}

/// What every operation may answer instead.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "described, never made")]
pub enum Refusals {
    /// Something in the request is wrong; `scimType` says what kind of thing.
    #[response(status = 400, content_type = "application/scim+json")]
    BadRequest(Refusal),
    /// The provisioning key is missing, unknown or revoked.
    #[response(status = 401, content_type = "application/scim+json")]
    Unauthorized(Refusal),
    /// There is no such resource.
    #[response(status = 404, content_type = "application/scim+json")]
    NotFound(Refusal),
    /// Too many requests; `Retry-After` says how many seconds to wait.
    #[response(status = 429, content_type = "application/scim+json")]
    TooMany(Refusal),
}

/// What operations that change something may answer besides.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "described, never made")]
pub enum Conflicts {
    /// Another resource has the name.
    #[response(status = 409, content_type = "application/scim+json")]
    Conflict(Refusal),
    /// The body is too large.
    #[response(status = 413, content_type = "application/scim+json")]
    TooLarge(Refusal),
    /// The body is of a kind that is not read here.
    #[response(status = 415, content_type = "application/scim+json")]
    UnsupportedMediaType(Refusal),
}
