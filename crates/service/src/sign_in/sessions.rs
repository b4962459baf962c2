//! Sessions: begun by whoever has proved who they are, listed and ended by their owner and by administrators.

use std::fmt;

use domain::viewer::Viewer;
use store::sessions::{SessionKey, SessionLine};

use crate::{Service, ServiceError};

/// How somebody proved who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// A made-up person of the demo organisation: they proved nothing.
    Persona,
    /// A password of this installation, with a second step where it is set up.
    Password,
    /// The link by which the first administrator is made.
    SetUp,
    /// The identity provider of this name in the configuration.
    Provider(String),
}

impl fmt::Display for How {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            How::Persona => f.write_str("persona"),
            How::Password => f.write_str("password"),
            How::SetUp => f.write_str("set-up"),
            How::Provider(name) => write!(f, "provider:{name}"),
        }
    }
}

/// The viewer's own sessions.
#[derive(Clone)]
pub struct OwnSessions<'s> {
    service: &'s Service,
    viewer: &'s Viewer,
}

impl Service {
    /// Makes a new session, with which nobody has signed in yet, that of a user.
    ///
    /// # Errors
    /// `NotAllowed` for a user who is disabled or does not exist; `NotFound` where the session is not there or is
    /// somebody's already.
    pub async fn start_session(
        &self,
        session: &SessionKey,
        user: i64,
        how: &How,
        browser: &str,
    ) -> Result<(), ServiceError> {
        let usable = self.store.user(user).await?.is_some_and(|user| !user.disabled);
        if !usable {
            return Err(ServiceError::NotAllowed);
        }
        let how = how.to_string();
        let mut tx = self.store.begin().await?;
        if !tx.claim_session(session, user, &how, browser).await? {
            return Err(ServiceError::NotFound);
        }
        tx.note_seen(user, self.now()).await?;
        let who = format!("user:{user}");
        tx.log_change(self.now().0, &who, "signed in", &who, &how).await?;
        Ok(tx.commit().await?)
    }

    /// Ends the session that somebody signs out of; says how they had signed in. Nothing happens where nobody had.
    pub async fn sign_out(&self, session: &SessionKey) -> Result<Option<String>, ServiceError> {
        let mut tx = self.store.begin().await?;
        let Some(ended) = tx.end_session(session).await? else { return Ok(None) };
        let who = format!("user:{}", ended.user);
        tx.log_change(self.now().0, &who, "signed out", &who, &ended.how).await?;
        tx.commit().await?;
        Ok(Some(ended.how))
    }

    /// Is this session still this user's? For what outlives a request: a stream of live figures.
    pub async fn session_lives(&self, session: &SessionKey, user: i64) -> Result<bool, ServiceError> {
        let owner = self.store.session_user(session, self.sign_in.limits, self.now().0).await?;
        Ok(owner == Some(user))
    }

    /// Everybody may see and end their own.
    pub fn own_sessions<'s>(&'s self, viewer: &'s Viewer) -> OwnSessions<'s> {
        OwnSessions { service: self, viewer }
    }

    pub(crate) async fn sessions_of(&self, user: i64) -> Result<Vec<SessionLine>, ServiceError> {
        Ok(self.store.sessions_of(user, self.sign_in.limits, self.now().0).await?)
    }

    pub(crate) async fn end_session_of(
        &self,
        viewer: &Viewer,
        user: i64,
        session: &SessionKey,
    ) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        if !tx.end_session_of(user, session).await? {
            return Err(ServiceError::NotFound);
        }
        let subject = format!("user:{user}");
        tx.log_change(self.now().0, &viewer.actor(), "ended a session", &subject, "").await?;
        Ok(tx.commit().await?)
    }

    /// Ends a user's sessions, all but the one to be kept; says how many.
    pub(crate) async fn end_sessions_of(
        &self,
        viewer: &Viewer,
        user: i64,
        kept: Option<&SessionKey>,
    ) -> Result<u64, ServiceError> {
        let mut tx = self.store.begin().await?;
        let ended = tx.end_sessions(user, kept).await?;
        if ended > 0 {
            let (subject, detail) = (format!("user:{user}"), ended.to_string());
            tx.log_change(self.now().0, &viewer.actor(), "ended sessions", &subject, &detail).await?;
            tx.commit().await?;
        }
        Ok(ended)
    }
}

impl OwnSessions<'_> {
    /// Those that have not ended, the one used last first.
    pub async fn list(&self) -> Result<Vec<SessionLine>, ServiceError> {
        self.service.sessions_of(self.viewer.user_id).await
    }

    /// # Errors
    /// `NotFound` for a session that has ended or is somebody else's.
    pub async fn end(&self, session: &SessionKey) -> Result<(), ServiceError> {
        self.service.end_session_of(self.viewer, self.viewer.user_id, session).await
    }

    /// Ends all but `current`; says how many.
    pub async fn end_others(&self, current: &SessionKey) -> Result<u64, ServiceError> {
        self.service.end_sessions_of(self.viewer, self.viewer.user_id, Some(current)).await
    }
}
