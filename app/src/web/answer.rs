//! An error becomes a page that says what happened and what to do next.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::ServiceError;

use super::{AppState, Page};
use crate::components::{ErrorPage, Failure};

/// What a page's handler returns.
pub type Answer = Result<Response, Refusal>;

/// Why there is no page, with what is needed to say so in the usual frame.
pub struct Refusal {
    app: AppState,
    viewer: Option<Viewer>,
    path: String,
    error: ServiceError,
}

impl Refusal {
    pub fn new(app: &AppState, viewer: Option<&Viewer>, path: &str, error: ServiceError) -> Self {
        Self { app: app.clone(), viewer: viewer.cloned(), path: path.to_owned(), error }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, failure) = match &self.error {
            ServiceError::NotFound => (StatusCode::NOT_FOUND, Failure::NotFound),
            ServiceError::NotAllowed => (StatusCode::FORBIDDEN, Failure::Forbidden),
            ServiceError::Invalid(fields) => {
                let message = fields.0.iter().map(|e| e.message.clone()).collect::<Vec<_>>().join(" ");
                (StatusCode::UNPROCESSABLE_ENTITY, Failure::BadRequest(message))
            }
            ServiceError::Store(_) | ServiceError::Rules(_) => {
                let reference = format!("{:x}", service::system_clock().0);
                tracing::error!(path = self.path, reference, error = %self.error, "a page could not be made");
                (StatusCode::INTERNAL_SERVER_ERROR, Failure::Internal { reference })
            }
        };
        Page::new(&self.app, self.viewer.as_ref(), &self.path, failure.title())
            .status(status)
            .render(|| view! { <ErrorPage failure /> })
    }
}
