//! Answers that say no: a status, and words that name the property or parameter.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;
use service::{ServiceError, record_store::RecordError};
use xapi::{BadParameter, Invalid};

/// Why a request is not done.
#[derive(Debug)]
pub struct Refused {
    status: StatusCode,
    words: String,
    /// Where in the statements, as a JSON pointer.
    pointer: Option<String>,
    /// In seconds.
    retry_after: Option<u64>,
}

impl Refused {
    pub fn bad(words: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, words)
    }

    pub fn not_found(words: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, words)
    }

    pub fn method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "this resource does not take that method")
    }

    pub fn unknown() -> Self {
        let words = "key or secret is not known, has expired or was revoked; \
                     make a key with `sightline keys create --name SOURCE`";
        Self::new(StatusCode::UNAUTHORIZED, words)
    }

    fn new(status: StatusCode, words: impl Into<String>) -> Self {
        Self { status, words: words.into(), pointer: None, retry_after: None }
    }
}

impl From<Invalid> for Refused {
    fn from(invalid: Invalid) -> Self {
        Self { pointer: Some(invalid.pointer.clone()), ..Self::bad(invalid.to_string()) }
    }
}

impl From<BadParameter> for Refused {
    fn from(bad: BadParameter) -> Self {
        Self::bad(bad.to_string())
    }
}

impl From<RecordError> for Refused {
    fn from(error: RecordError) -> Self {
        let words = error.to_string();
        match error {
            RecordError::Bad(_) => Self::bad(words),
            RecordError::Forbidden(_) | RecordError::NotYours(_) => Self::new(StatusCode::FORBIDDEN, words),
            RecordError::Conflict(_) | RecordError::Unconditional => Self::new(StatusCode::CONFLICT, words),
            RecordError::TooLong { .. } => Self::new(StatusCode::PAYLOAD_TOO_LARGE, words),
            RecordError::Precondition => Self::new(StatusCode::PRECONDITION_FAILED, words),
            RecordError::Busy(wait) | RecordError::TooOften(wait) => {
                let seconds = wait.as_secs().max(1);
                Self { retry_after: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, words) }
            }
            RecordError::Service(error) => error.into(),
        }
    }
}

impl From<ServiceError> for Refused {
    fn from(error: ServiceError) -> Self {
        tracing::error!(%error, "the record store could not answer");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "nothing was stored; try again")
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut body = json!({ "error": self.words });
        if let Some(pointer) = self.pointer {
            body["pointer"] = pointer.into();
        }
        let mut response = (self.status, Json(body)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            let ask = HeaderValue::from_static("Basic realm=\"Sightline record store\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, ask);
        }
        response
    }
}
