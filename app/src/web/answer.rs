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
    why: Why,
}

enum Why {
    Service(ServiceError),
    /// Something beside the service broke; the words are for the log.
    Broken(String),
}

impl Refusal {
    pub fn new(app: &AppState, viewer: Option<&Viewer>, path: &str, error: ServiceError) -> Self {
        Self { app: app.clone(), viewer: viewer.cloned(), path: path.to_owned(), why: Why::Service(error) }
    }

    /// For what breaks outside of `service`: the session store.
    pub fn broken(app: &AppState, path: &str, error: &impl std::fmt::Display) -> Self {
        Self { app: app.clone(), viewer: None, path: path.to_owned(), why: Why::Broken(error.to_string()) }
    }

    fn internal(&self, error: &dyn std::fmt::Display) -> (StatusCode, Failure) {
        let reference = format!("{:x}", service::system_clock().0);
        tracing::error!(path = self.path, reference, %error, "a page could not be made");
        (StatusCode::INTERNAL_SERVER_ERROR, Failure::Internal { reference })
    }

    fn failure(&self) -> (StatusCode, Failure) {
        match &self.why {
            Why::Service(ServiceError::NotFound) => (StatusCode::NOT_FOUND, Failure::NotFound),
            Why::Service(ServiceError::NotAllowed) => (StatusCode::FORBIDDEN, Failure::Forbidden),
            Why::Service(ServiceError::Invalid(fields)) => {
                let message = fields.0.iter().map(|e| e.message.clone()).collect::<Vec<_>>().join(" ");
                (StatusCode::UNPROCESSABLE_ENTITY, Failure::BadRequest(message))
            }
            Why::Service(error) => self.internal(error),
            Why::Broken(error) => self.internal(error),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, failure) = self.failure();
        Page::new(&self.app, self.viewer.as_ref(), &self.path, failure.title())
            .status(status)
            .render(|| view! { <ErrorPage failure /> })
    }
}
