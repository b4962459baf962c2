//! Who asks. A handler that takes [`SignedIn`] is never reached without a session: others are sent to sign in.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{Method, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use domain::viewer::Viewer;
use tower_sessions::Session;

use super::{AppState, Refusal};

/// Where the session keeps the user's id.
pub const SESSION_USER: &str = "user";

pub struct SignedIn(pub Viewer);

impl<S> FromRequestParts<S> for SignedIn
where
    S: Send + Sync,
    AppState: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let app = AppState::from_ref(state);
        let session = Session::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        let user: Option<i64> = session.get(SESSION_USER).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "a session could not be read; asking to sign in again");
            None
        });
        let Some(user) = user else { return Err(to_sign_in(parts)) };
        match app.service.viewer(user).await {
            Ok(Some(viewer)) => Ok(Self(viewer)),
            Ok(None) => Err(to_sign_in(parts)),
            Err(error) => Err(Refusal::new(&app, None, parts.uri.path(), error).into_response()),
        }
    }
}

/// Back to the page that was asked for afterwards; a form that was sent is not sent again.
fn to_sign_in(parts: &Parts) -> Response {
    let wanted = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let wanted = if parts.method == Method::GET { wanted } else { "/" };
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("next", wanted).finish();
    Redirect::to(&format!("/sign-in?{query}")).into_response()
}
