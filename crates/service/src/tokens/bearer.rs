//! Who a request with a token acts as.

use domain::{EpochMs, time::MS_PER_DAY, viewer::Viewer};
use store::tokens::Token;

use super::{TokenScope, secret, subject};
use crate::{Service, ServiceError};

/// When a token was last used is noted to so many milliseconds: a program may ask many times a second.
const NOTED_EVERY: i64 = 10 * 60 * 1000;

/// A token's owner, reached only through a scope that the token has.
#[derive(Debug, Clone)]
pub struct Bearer {
    viewer: Viewer,
    scopes: Vec<TokenScope>,
    expires_at: EpochMs,
}

impl Bearer {
    /// The owner with the roles they hold now, where the token may be used for this.
    pub fn viewer(&self, scope: TokenScope) -> Option<&Viewer> {
        self.scopes.contains(&scope).then_some(&self.viewer)
    }

    /// Whoever holds a token may know whose it is and what it opens.
    pub fn owner(&self) -> &Viewer {
        &self.viewer
    }

    pub fn scopes(&self) -> &[TokenScope] {
        &self.scopes
    }

    pub fn expires_at(&self) -> EpochMs {
        self.expires_at
    }
}

impl Service {
    /// Who a secret belongs to; `None` where it is unknown, revoked or expired, or its owner's account is disabled.
    pub async fn bearer(&self, secret: &str) -> Result<Option<Bearer>, ServiceError> {
        let Some(digest) = secret::digest(secret) else { return Ok(None) };
        let now = self.now();
        let found = self.store.token_by_digest(&digest).await?;
        let Some(token) = found.filter(|token| token.revoked_at.is_none() && now < token.expires_at) else {
            return Ok(None);
        };
        let Some(viewer) = self.viewer(token.user).await? else { return Ok(None) };
        self.note_use(&token, &viewer, now).await?;
        let scopes = TokenScope::split(&token.scopes);
        Ok(Some(Bearer { viewer, scopes, expires_at: token.expires_at }))
    }

    /// The first use of each day goes into the audit log.
    async fn note_use(&self, token: &Token, viewer: &Viewer, now: EpochMs) -> Result<(), ServiceError> {
        let today = EpochMs(now.0.div_euclid(MS_PER_DAY) * MS_PER_DAY);
        let recent = EpochMs((now.0 - NOTED_EVERY).max(today.0));
        if token.last_used_at.is_some_and(|at| at >= recent) {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        let first_today = tx.note_token_use(token.id, now, today).await?;
        if first_today {
            let detail = "first use of the day";
            tx.log_change(now.0, &viewer.actor(), "used", &subject(token.id), detail).await?;
        } else {
            tx.note_token_use(token.id, now, recent).await?;
        }
        Ok(tx.commit().await?)
    }
}
