//! Launching content: a registration per learner and content, a key per opening that reaches nothing else.
//!
//! Storyline and Rise get their key in the address; content of cmi5 fetches it, once.

mod address;
mod guard;
mod statements;

use domain::viewer::Viewer;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::Tx;
use store::sources::launches::{LaunchableRow, NewSession, SessionRow};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use self::address::{address, session_of, token_of};
use self::statements::said_by_us;
use super::actors::Actor;
use super::cmi5::{self, Said, Verb};
use super::launchables::LaunchKind;
use super::{plain, said};
use crate::record_store::{DocumentKey, KeyHolder, Preconditions};
use crate::tokens::secret;
use crate::{Fields, Service, ServiceError};

/// The authority of what launched content sends, and of what is said about launching it.
pub(super) const SOURCE: &str = "launch";
/// Before the id of an opening: the key that its content sends with, and the scope that binds the key to it.
pub(crate) const KEY: &str = "launch-";
/// Somebody who leaves content open overnight can go on in the morning.
const OPEN_MS: i64 = 16 * 60 * 60 * 1000;
const SECRET: &str = "sl_launch_";

/// Content as somebody who learns sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub id: i64,
    pub title: String,
    pub kind: LaunchKind,
    pub skill: String,
}

/// What the fetch URL of cmi5 answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// What goes behind `Basic `.
    Token(String),
    /// It was fetched before, or is no token of ours: the two look alike.
    Used,
}

impl Service {
    /// What can be opened, by title.
    pub async fn offers(&self, _viewer: &Viewer) -> Result<Vec<Offer>, ServiceError> {
        let rows = self.store.launchables().await?.into_iter().filter(|row| row.retired_at.is_none());
        let offer = |row: LaunchableRow| Offer {
            id: row.id,
            kind: LaunchKind::parse(&row.kind).unwrap_or(LaunchKind::TinCan),
            title: row.title,
            skill: row.skill,
        };
        Ok(rows.map(offer).collect())
    }

    /// Opens content for a viewer; returns the address to send the browser to.
    ///
    /// # Errors
    /// `NotFound` for content that cannot be opened, `Invalid` for a viewer who is no person in statements.
    pub async fn launch(&self, viewer: &Viewer, id: i64) -> Result<String, ServiceError> {
        let root = &*self.address;
        let content = self.store.launchable(id).await?.filter(|content| content.retired_at.is_none());
        let content = content.ok_or(ServiceError::NotFound)?;
        let actor = match viewer.person {
            Some(person) => self.actor_of(person).await?,
            None => None,
        };
        let Some((actor, agent)) = actor.and_then(|actor| Some((actor.clone(), actor.agent()?))) else {
            let mut wrong = Fields::default();
            wrong.add("content", "Your account is linked to no person, so what you learn could not be kept. Ask an administrator to link it.");
            return Err(ServiceError::Invalid(wrong));
        };
        let kind = LaunchKind::parse(&content.kind).unwrap_or(LaunchKind::TinCan);
        let opening = self.open(&content, &actor, kind).await?;
        if kind == LaunchKind::Cmi5 {
            self.prepare_cmi5(&content, &actor, &agent, &opening, root).await?;
        }
        Ok(address(&content, kind, &agent, &opening, root))
    }

    /// A new opening of the learner's way through the content; earlier openings of it are over.
    async fn open(
        &self,
        content: &LaunchableRow,
        actor: &Actor,
        kind: LaunchKind,
    ) -> Result<Opening, ServiceError> {
        let now = self.now().0;
        let secret = secret::fresh(SECRET)?;
        let digest = Sha256::digest(secret.as_bytes());
        let mut tx = self.store.begin().await?;
        // Somebody who opens twice at once is on one way.
        tx.own_identities().await?;
        let (registration, left) =
            if let Some(registration) = tx.open_registration(content.id, actor.account).await? {
                (registration, left_open(&mut tx, registration, now).await?)
            } else {
                let registration = Uuid::new_v4();
                tx.add_registration(registration, content.id, actor.account, now).await?;
                (registration, vec![])
            };
        let session = Uuid::new_v4();
        let is_cmi5 = kind == LaunchKind::Cmi5;
        tx.add_launch_session(&NewSession {
            id: session,
            registration,
            secret_digest: (!is_cmi5).then_some(digest.as_slice()),
            fetch_digest: is_cmi5.then_some(digest.as_slice()),
            created_at: now,
            expires_at: now + OPEN_MS,
        })
        .await?;
        tx.commit().await?;
        Ok(Opening { session, registration, secret, left })
    }

    /// What content of cmi5 finds when it starts, and what is said before it does.
    async fn prepare_cmi5(
        &self,
        content: &LaunchableRow,
        actor: &Actor,
        agent: &Value,
        opening: &Opening,
        root: &str,
    ) -> Result<(), ServiceError> {
        let skill = said(&content.skill);
        let data = json!({
            "contextTemplate": cmi5::context_template(opening.session, &content.activity, skill),
            "launchMode": "Normal",
            "moveOn": "CompletedOrPassed",
            "returnURL": format!("{root}/learn"),
        });
        let key = DocumentKey::State {
            activity: content.activity.clone(),
            agent: actor.identifier.clone(),
            registration: Some(opening.registration),
            id: "LMS.LaunchData".to_owned(),
        };
        let store =
            self.record_store(&KeyHolder { name: SOURCE.to_owned(), scopes: ["all".to_owned()].into() });
        let bytes = data.to_string().into_bytes();
        store
            .put_document(&key, "application/json", bytes, &Preconditions::default())
            .await
            .map_err(plain)?;
        let about =
            |session, verb| said_by_us(session, verb, content, agent, opening.registration, self.now());
        let mut batch = Vec::new();
        for session in &opening.left {
            batch.push(about(*session, Verb::Abandoned)?);
        }
        batch.push(about(opening.session, Verb::Launched)?);
        self.record(SOURCE, batch).await.map(|_| ())
    }

    /// Answers the fetch URL: the key of the opening, to the first who asks.
    pub async fn fetch_launch_token(&self, token: &str) -> Result<Fetched, ServiceError> {
        let Some(fetch_digest) = secret::digest(token) else { return Ok(Fetched::Used) };
        let secret = secret::fresh(SECRET)?;
        let mut tx = self.store.begin().await?;
        let digest = Sha256::digest(secret.as_bytes());
        let opened = tx.fetch_launch_secret(&fetch_digest, &digest, self.now().0).await?;
        tx.commit().await?;
        Ok(opened.map_or(Fetched::Used, |session| Fetched::Token(token_of(session, &secret))))
    }

    /// Who sends with the key of an opening; `None` where it is none, the secret is wrong, or its time is over.
    pub async fn launch_key_holder(
        &self,
        key: &str,
        secret: &str,
    ) -> Result<Option<KeyHolder>, ServiceError> {
        let Some(session) = session_of(key) else { return Ok(None) };
        let Some(row) = self.store.launch_session(session).await? else { return Ok(None) };
        let digest = Sha256::digest(secret.as_bytes());
        let known = row.secret_digest.as_deref().is_some_and(|known| bool::from(known.ct_eq(&digest)));
        // With the learner's account ends what was opened with it.
        let over = row.expires_at <= self.now().0 || self.store.launch_is_shut_out(session).await?;
        if !known || over {
            return Ok(None);
        }
        let scopes = ["statements/write", "state", "profile", "define", key].map(str::to_owned);
        Ok(Some(KeyHolder { name: SOURCE.to_owned(), scopes: scopes.into() }))
    }
}

/// An opening that has begun.
struct Opening {
    session: Uuid,
    registration: Uuid,
    secret: String,
    /// Earlier ones that began and did not end.
    left: Vec<Uuid>,
}

/// Ends the openings that are still open; says which of them had begun and never said that they ended.
async fn left_open(tx: &mut Tx, registration: Uuid, now: i64) -> Result<Vec<Uuid>, ServiceError> {
    let sessions = tx.launch_sessions(registration).await?;
    tx.end_launch_sessions(registration, now).await?;
    let began = |row: &&SessionRow| {
        let all = serde_json::from_str::<Vec<Said>>(&row.said).unwrap_or_default();
        let has = |verb| all.iter().any(|said| said.verb == verb);
        has(Verb::Initialized) && !has(Verb::Terminated)
    };
    Ok(sessions.iter().filter(began).map(|row| row.id).collect())
}
