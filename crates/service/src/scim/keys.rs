//! Keys of identity providers: made on the command line, never a person's.

use domain::{EpochMs, time::MS_PER_DAY};
use store::scim::ScimKey;

use super::Provisioning;
use crate::{Service, ServiceError, tokens::secret};

/// When a key was last used is noted to so many milliseconds.
const NOTED_EVERY: i64 = 10 * 60 * 1000;

impl Service {
    /// Makes a key for an identity provider; the secret is returned once and kept as a digest.
    pub async fn create_scim_key(&self, name: &str) -> Result<String, ServiceError> {
        let secret = secret::fresh(secret::SCIM_KEY)?;
        let digest = secret::digest(&secret).unwrap_or_default();
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let id = tx.add_scim_key(name, &digest, now).await?;
        tx.log_change(now.0, "operator", "created", &subject(id), "").await?;
        tx.commit().await?;
        Ok(secret)
    }

    /// Revokes every provisioning key of this name; says how many there were.
    pub async fn revoke_scim_keys(&self, name: &str) -> Result<u64, ServiceError> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let revoked = tx.revoke_scim_keys(name, now).await?;
        if revoked > 0 {
            tx.log_change(now.0, "operator", "revoked", "scim keys", &revoked.to_string()).await?;
        }
        tx.commit().await?;
        Ok(revoked)
    }

    /// What a key opens; `None` where it is unknown or revoked.
    pub async fn provisioning(&self, secret: &str) -> Result<Option<Provisioning>, ServiceError> {
        let Some(digest) = secret::digest(secret) else { return Ok(None) };
        let found = self.store.scim_key_by_digest(&digest).await?;
        let Some(key) = found.filter(|key| key.revoked_at.is_none()) else { return Ok(None) };
        let actor = subject(key.id);
        self.note_key_use(&key, &actor).await?;
        Ok(Some(Provisioning { service: self.clone(), actor }))
    }

    /// The first use of each day goes into the audit log.
    async fn note_key_use(&self, key: &ScimKey, actor: &str) -> Result<(), ServiceError> {
        let now = self.now();
        let today = EpochMs(now.0.div_euclid(MS_PER_DAY) * MS_PER_DAY);
        let recent = EpochMs((now.0 - NOTED_EVERY).max(today.0));
        if key.last_used_at.is_some_and(|at| at >= recent.0) {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        if tx.note_scim_key_use(key.id, now, today).await? {
            tx.log_change(now.0, actor, "used", actor, "first use of the day").await?;
        } else {
            tx.note_scim_key_use(key.id, now, recent).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// How the audit log names a key.
fn subject(id: i64) -> String {
    format!("scim-key:{id}")
}
