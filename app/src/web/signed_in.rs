//! Who asks. A handler that takes [`SignedIn`] is never reached without a session: others are sent to sign in.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use domain::viewer::Viewer;
use service::sign_in::{SESSION_USER, SessionKey};
use tower_sessions::Session;

use super::{AppState, Refusal};

pub struct SignedIn(pub Viewer);

impl<S> FromRequestParts<S> for SignedIn
where
    S: Send + Sync,
    AppState: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let session = Session::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        viewer(parts, &AppState::from_ref(state), &session).await.map(Self)
    }
}

/// [`SignedIn`], and with which of the viewer's sessions.
pub struct SignedInWith {
    pub viewer: Viewer,
    pub session: SessionKey,
}

impl<S> FromRequestParts<S> for SignedInWith
where
    S: Send + Sync,
    AppState: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let session = Session::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        let viewer = viewer(parts, &AppState::from_ref(state), &session).await?;
        let session = session.id().as_ref().map(SessionKey::of).ok_or_else(|| to_sign_in(parts))?;
        Ok(Self { viewer, session })
    }
}

async fn viewer(parts: &Parts, app: &AppState, session: &Session) -> Result<Viewer, Response> {
    let user: Option<i64> = session.get(SESSION_USER).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "a session could not be read; asking to sign in again");
        None
    });
    let Some(user) = user else { return Err(to_sign_in(parts)) };
    match app.service.viewer(user).await {
        Ok(Some(viewer)) => Ok(viewer),
        Ok(None) => Err(to_sign_in(parts)),
        Err(error) => Err(Refusal::new(app, None, parts.uri.path(), error).into_response()),
    }
}

/// Back to the page that was asked for afterwards; a form that was sent is not sent again. An open page that listens
/// for changes is told to stop: a form to sign in with is no event, and it would ask again and again.
fn to_sign_in(parts: &Parts) -> Response {
    if parts.headers.get(header::ACCEPT).is_some_and(|accept| accept == "text/event-stream") {
        return StatusCode::NO_CONTENT.into_response();
    }
    let wanted = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let wanted = if parts.method == Method::GET { wanted } else { "/" };
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("next", wanted).finish();
    Redirect::to(&format!("/sign-in?{query}")).into_response()
}
