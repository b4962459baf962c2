//! Other people's tokens, for administrators: what they are for and when they were used, never what they open.

use domain::viewer::Viewer;

use super::{TokenLine, subject};
use crate::{Service, ServiceError, access};

const PAGE: usize = 50;

/// The tokens of everybody else.
#[derive(Clone)]
pub struct OthersTokens<'s> {
    service: &'s Service,
    viewer: &'s Viewer,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OthersToken {
    /// Whose it is.
    pub owner: String,
    pub token: TokenLine,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenPage {
    pub tokens: Vec<OthersToken>,
    pub total: usize,
    /// Counts from 1.
    pub page: usize,
    pub pages: usize,
}

impl Service {
    /// # Errors
    /// `NotFound` for those who do not administer.
    pub fn others_tokens<'s>(&'s self, viewer: &'s Viewer) -> Result<OthersTokens<'s>, ServiceError> {
        access::found(access::administers(viewer))?;
        Ok(OthersTokens { service: self, viewer })
    }
}

impl OthersTokens<'_> {
    /// Those that open something now, newest first, a page of fifty.
    pub async fn list(&self, page: usize) -> Result<TokenPage, ServiceError> {
        let Self { service, viewer } = self;
        let now = service.now();
        let total = service.store.count_live_tokens(viewer.user_id, now).await?;
        let total = usize::try_from(total).unwrap_or_default();
        let pages = total.div_ceil(PAGE).max(1);
        let page = page.clamp(1, pages);
        let rows = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let (limit, offset) = (rows(PAGE), rows((page - 1) * PAGE));
        let mut tokens = Vec::new();
        for token in service.store.live_tokens(viewer.user_id, now, limit, offset).await? {
            let owner = service.store.user(token.user).await?;
            let owner = owner.map_or_else(String::new, |user| user.name);
            tokens.push(OthersToken { owner, token: TokenLine::of(token, now) });
        }
        Ok(TokenPage { tokens, total, page, pages })
    }

    /// # Errors
    /// `NotFound` where there is no such token, or it was revoked already.
    pub async fn revoke(&self, id: i64) -> Result<(), ServiceError> {
        let Self { service, viewer } = self;
        let now = service.now();
        let mut tx = service.store.begin().await?;
        if !tx.revoke_token(id, None, now).await? {
            return Err(ServiceError::NotFound);
        }
        tx.log_change(now.0, &viewer.actor(), "revoked", &subject(id), "by an administrator").await?;
        Ok(tx.commit().await?)
    }
}
