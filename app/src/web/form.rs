//! Forms that were sent: who sent them and what they typed, and how what is wrong with them reaches the page again.

use axum::{
    extract::{FromRef, FromRequest, FromRequestParts, Request},
    response::{IntoResponse, Response},
};
use axum_extra::extract::Form;
use domain::viewer::Viewer;
use serde::de::DeserializeOwned;
use service::{Fields, ServiceError};

use super::{AppState, Refusal, SignedIn};
use crate::components::form::FieldError;

/// A form sent by somebody who is signed in. One that cannot be read becomes a page that says so.
pub struct Posted<T> {
    pub viewer: Viewer,
    pub form: T,
}

impl<T, S> FromRequest<S> for Posted<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
    AppState: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (sender, request) = Sender::of(request, state).await?;
        match Form::from_request(request, state).await {
            Ok(Form(form)) => Ok(Self { viewer: sender.viewer, form }),
            Err(rejection) => Err(sender.refused(&rejection)),
        }
    }
}

/// Who sends a form, and where to.
pub(super) struct Sender {
    pub(super) viewer: Viewer,
    app: AppState,
    path: String,
}

impl Sender {
    /// # Errors
    /// The way to the sign-in page, where nobody is signed in.
    pub(super) async fn of<S>(request: Request, state: &S) -> Result<(Self, Request), Response>
    where
        S: Send + Sync,
        AppState: FromRef<S>,
    {
        let (mut parts, body) = request.into_parts();
        let SignedIn(viewer) = SignedIn::from_request_parts(&mut parts, state).await?;
        let path = parts.uri.path().to_owned();
        let sender = Self { viewer, app: AppState::from_ref(state), path };
        Ok((sender, Request::from_parts(parts, body)))
    }

    /// The page that says that the form cannot be read.
    pub(super) fn refused(&self, rejection: &dyn std::fmt::Display) -> Response {
        tracing::debug!(path = self.path, %rejection, "what was sent could not be read");
        Refusal::new(&self.app, Some(&self.viewer), &self.path, unreadable()).into_response()
    }
}

/// What is said of a form that no page of ours sends.
pub fn unreadable() -> ServiceError {
    let mut fields = Fields::default();
    fields.add("form", "The form arrived in a shape that cannot be read. Nothing was saved.");
    ServiceError::Invalid(fields)
}

/// What is wrong with a form, for the list at its top.
pub fn summary(wrong: &Fields) -> Vec<FieldError> {
    let entry =
        |e: &service::FieldError| FieldError { field: e.field.to_owned(), message: e.message.clone() };
    wrong.0.iter().map(entry).collect()
}

/// What is wrong with one field, for the place beside it.
pub fn beside(wrong: &Fields, field: &str) -> Option<String> {
    wrong.of(field).map(str::to_owned)
}
