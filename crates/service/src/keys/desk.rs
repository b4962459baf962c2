//! Keys as an administrator sees them: what each opens, when it was used, how well what it sends is tagged.

use std::collections::BTreeMap;

use domain::{EpochMs, viewer::Viewer};
use store::keys::AccessKey;

use super::{KeyForm, KeyScope, NewKey, subject};
use crate::{Service, ServiceError, access, quality::Part};

const PAGE: usize = 50;

pub struct KeyDesk<'s> {
    service: &'s Service,
    viewer: &'s Viewer,
}

#[derive(Debug, Clone, PartialEq)]
pub struct KeyLine {
    pub key: String,
    pub name: String,
    pub scopes: Vec<KeyScope>,
    pub created_at: EpochMs,
    /// Exclusive.
    pub expires_at: Option<EpochMs>,
    /// It opens nothing any more.
    pub expired: bool,
    /// Requests a minute.
    pub per_minute: Option<i64>,
    /// To ten minutes.
    pub last_used_at: Option<EpochMs>,
    /// The share of the tags that its source's events carry, 0..1; `None` where nothing arrived of late.
    pub coverage: Option<f64>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct KeyPage {
    pub keys: Vec<KeyLine>,
    pub total: usize,
    /// Counts from 1.
    pub page: usize,
    pub pages: usize,
}

impl KeyLine {
    pub(super) fn of(key: AccessKey, now: EpochMs) -> Self {
        let expires_at = key.expires_at.map(EpochMs);
        Self {
            scopes: KeyScope::split(&key.scopes),
            created_at: EpochMs(key.created_at),
            expired: expires_at.is_some_and(|end| end <= now),
            expires_at,
            per_minute: key.per_minute,
            last_used_at: key.last_used_at.map(EpochMs),
            coverage: None,
            key: key.key,
            name: key.name,
        }
    }
}

impl Service {
    /// # Errors
    /// `NotFound` for those who do not administer.
    pub fn key_desk<'s>(&'s self, viewer: &'s Viewer) -> Result<KeyDesk<'s>, ServiceError> {
        access::found(access::administers(viewer))?;
        Ok(KeyDesk { service: self, viewer })
    }
}

impl KeyDesk<'_> {
    /// Those that were not revoked, by name, a page of fifty.
    pub async fn list(&self, page: usize) -> Result<KeyPage, ServiceError> {
        let service = self.service;
        let total = usize::try_from(service.store.count_access_keys().await?).unwrap_or_default();
        let pages = total.div_ceil(PAGE).max(1);
        let page = page.clamp(1, pages);
        let rows = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let found = service.store.access_keys(rows(PAGE), rows((page - 1) * PAGE)).await?;
        let coverage = self.coverage().await?;
        let line = |key: AccessKey| {
            let coverage = coverage.get(&key.name).copied();
            KeyLine { coverage, ..KeyLine::of(key, service.now()) }
        };
        Ok(KeyPage { keys: found.into_iter().map(line).collect(), total, page, pages })
    }

    /// By source, as the daily look found it.
    async fn coverage(&self) -> Result<BTreeMap<String, f64>, ServiceError> {
        let report = self.service.quality().await?;
        let tags = report.sources.into_iter().filter_map(|source| {
            let part = source.score.components.iter().find(|component| component.part == Part::Tags)?;
            Some((source.source, part.share?))
        });
        Ok(tags.collect())
    }

    /// Makes a key. Its secret is in the answer and nowhere else.
    pub async fn create(&self, form: &KeyForm) -> Result<NewKey, ServiceError> {
        self.service.create_key_by(&self.viewer.actor(), form).await
    }

    /// # Errors
    /// `NotFound` where there is no such key, or it was revoked already.
    pub async fn revoke(&self, key: &str) -> Result<(), ServiceError> {
        let Self { service, viewer } = self;
        access::found(!key.contains(char::is_control))?;
        let now = service.now();
        let mut tx = service.store.begin().await?;
        if !tx.revoke_access_key(key, now).await? {
            return Err(ServiceError::NotFound);
        }
        tx.log_change(now.0, &viewer.actor(), "revoked", &subject(key), "").await?;
        tx.commit().await?;
        service.keys.forget(key);
        Ok(())
    }
}
