//! The browser that a request comes from: its session, whether or not somebody has signed in with it.

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, header, request::Parts},
};
use service::{
    ServiceError,
    sign_in::{How, SessionKey},
};
use tower_sessions::Session;

use super::AppState;

/// Something that is in every session that was begun here: the layer drops a session without data.
const BEGUN: &str = "begun";

pub struct Browser {
    pub session: Session,
    /// `Firefox on Linux`; empty where the browser does not say.
    pub name: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Browser {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let session = Session::from_request_parts(parts, state).await?;
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        Ok(Self { session, name: name(agent.unwrap_or_default()) })
    }
}

impl Browser {
    /// The session's name; `None` where the browser has none.
    pub fn key(&self) -> Option<SessionKey> {
        self.session.id().as_ref().map(SessionKey::of)
    }

    /// The session's name; a session is begun where the browser has none.
    pub async fn session_key(&self) -> Result<SessionKey, StartError> {
        self.session.insert(BEGUN, true).await?;
        self.session.save().await?;
        self.key().ok_or(StartError::NoSession)
    }
}

/// Why nobody could be signed in.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the session could not be stored: {0}")]
    Store(#[from] tower_sessions::session::Error),
    #[error("the session was stored and has no id")]
    NoSession,
    #[error(transparent)]
    Service(#[from] ServiceError),
}

/// Signs a user in who has proved who they are. The session gets a new id, so that one that was planted in the browser
/// before is worth nothing, and is empty but for whose it is.
///
/// # Errors
/// `Service(NotAllowed)` for a user who is disabled or does not exist.
pub async fn start_session(
    app: &AppState,
    browser: &Browser,
    user_id: i64,
    how: &How,
) -> Result<(), StartError> {
    browser.session.cycle_id().await?;
    browser.session.clear().await;
    let key = browser.session_key().await?;
    Ok(app.service.start_session(&key, user_id, how, &browser.name).await?)
}

/// What a browser calls itself, as a person would: its family and its system. Others claim to be Chrome and Safari too,
/// so the order matters.
fn name(agent: &str) -> String {
    const FAMILIES: [(&str, &str); 7] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    match (named(&FAMILIES), named(&SYSTEMS)) {
        (Some(family), Some(system)) => format!("{family} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::name;

    #[rstest]
    #[case("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux")]
    #[case(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
        "Edge on Windows"
    )]
    #[case(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
        "Safari on iPhone"
    )]
    #[case("curl/8.9.1", "")]
    fn a_browser_is_named_as_a_person_would(#[case] agent: &str, #[case] expected: &str) {
        assert_eq!(name(agent), expected);
    }
}
