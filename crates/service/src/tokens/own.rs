//! One's own tokens: listed, made, revoked.

use domain::{EpochMs, viewer::Viewer};
use store::tokens::Token;

use super::{TokenForm, TokenScope, secret, subject};
use crate::{Fields, Service, ServiceError};

/// So many tokens of one person can be open at once: who needs more has forgotten some.
const MOST: i64 = 20;

/// A person's own tokens.
#[derive(Clone)]
pub struct OwnTokens<'s> {
    service: &'s Service,
    viewer: &'s Viewer,
}

/// A token as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenLine {
    pub id: i64,
    pub name: String,
    pub scopes: Vec<TokenScope>,
    pub created_at: EpochMs,
    pub expires_at: EpochMs,
    /// It opens nothing any more.
    pub expired: bool,
    pub last_used_at: Option<EpochMs>,
}

/// A token that was just made. Its secret is not kept and cannot be shown again; `Debug` leaves it out.
pub struct NewToken {
    pub name: String,
    pub secret: String,
    pub expires_at: EpochMs,
}

impl std::fmt::Debug for NewToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewToken").field("name", &self.name).finish_non_exhaustive()
    }
}

impl TokenLine {
    pub(super) fn of(token: Token, now: EpochMs) -> Self {
        TokenLine {
            id: token.id,
            scopes: TokenScope::split(&token.scopes),
            name: token.name,
            created_at: token.created_at,
            expires_at: token.expires_at,
            expired: token.expires_at <= now,
            last_used_at: token.last_used_at,
        }
    }
}

impl Service {
    /// Everybody who may sign in may have tokens.
    pub fn own_tokens<'s>(&'s self, viewer: &'s Viewer) -> OwnTokens<'s> {
        OwnTokens { service: self, viewer }
    }
}

impl OwnTokens<'_> {
    /// Those that were not revoked, newest first.
    pub async fn list(&self) -> Result<Vec<TokenLine>, ServiceError> {
        let now = self.service.now();
        let tokens = self.service.store.tokens_of(self.viewer.user_id).await?;
        Ok(tokens.into_iter().map(|token| TokenLine::of(token, now)).collect())
    }

    /// Makes a token. Its secret is in the answer and nowhere else.
    pub async fn create(&self, form: &TokenForm) -> Result<NewToken, ServiceError> {
        let Self { service, viewer } = self;
        let now = service.now();
        let wanted = form.checked(now)?;
        let secret = secret::fresh(secret::TOKEN)?;
        let scopes = TokenScope::join(&wanted.scopes);
        let mut tx = service.store.begin().await?;
        if tx.count_own_tokens(viewer.user_id, now).await? >= MOST {
            return Err(too_many());
        }
        let id = tx
            .add_token(store::tokens::NewToken {
                user: viewer.user_id,
                name: &wanted.name,
                scopes: &scopes,
                secret_digest: &secret::digest(&secret).unwrap_or_default(),
                created_at: now,
                expires_at: wanted.expires_at,
            })
            .await?;
        let detail = format!("{scopes}, until {}", wanted.expires_at.date());
        tx.log_change(now.0, &viewer.actor(), "created", &subject(id), &detail).await?;
        tx.commit().await?;
        Ok(NewToken { name: wanted.name, secret, expires_at: wanted.expires_at })
    }

    /// # Errors
    /// `NotFound` for a token that is somebody else's, or was revoked already.
    pub async fn revoke(&self, id: i64) -> Result<(), ServiceError> {
        let Self { service, viewer } = self;
        let now = service.now();
        let mut tx = service.store.begin().await?;
        if !tx.revoke_token(id, Some(viewer.user_id), now).await? {
            return Err(ServiceError::NotFound);
        }
        tx.log_change(now.0, &viewer.actor(), "revoked", &subject(id), "").await?;
        Ok(tx.commit().await?)
    }
}

fn too_many() -> ServiceError {
    let mut wrong = Fields::default();
    wrong.add(
        "name",
        format!("You have {MOST} tokens, which is the most. Revoke one that is not used any more."),
    );
    ServiceError::Invalid(wrong)
}
