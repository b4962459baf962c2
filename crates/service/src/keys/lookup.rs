//! Who asks: the holder of a key and its secret.

use domain::{EpochMs, time::MS_PER_DAY};
use sha2::{Digest, Sha256};
use store::keys::AccessKey;
use subtle::ConstantTimeEq;

use super::subject;
use crate::{
    Service, ServiceError,
    record_store::{KeyHolder, RecordError},
};

/// When a key was last used is noted to so many milliseconds.
const NOTED_EVERY: i64 = 10 * 60 * 1000;

impl Service {
    /// The holder of a key; `None` where it is unknown, the secret is wrong, or it was revoked or is over.
    ///
    /// # Errors
    /// [`RecordError::TooOften`] where the key's rate is used up.
    pub async fn key_holder(&self, key: &str, secret: &str) -> Result<Option<KeyHolder>, RecordError> {
        // No key has such characters, and not every database takes them.
        if key.contains(char::is_control) || self.refused_key.as_deref() == Some(key) {
            return Ok(None);
        }
        if let Some(launched) = self.launch_key_holder(key, secret).await? {
            self.keys.count_launched(key).map_err(RecordError::TooOften)?;
            return Ok(Some(launched));
        }
        let known = match self.keys.fresh(key) {
            Some(known) => known,
            None => match self.store.access_key(key).await? {
                Some(found) => self.keys.keep(found),
                None => return Ok(None),
            },
        };
        if !self.opens(&known, secret) {
            return Ok(None);
        }
        self.keys.count(key).map_err(RecordError::TooOften)?;
        self.note_record_key_use(&known).await?;
        let scopes = known.scopes.split(' ').map(str::to_owned).collect();
        Ok(Some(KeyHolder { name: known.name.clone(), scopes }))
    }

    fn opens(&self, known: &AccessKey, secret: &str) -> bool {
        let digest = if known.keyed { self.key.secret_digest(secret) } else { Sha256::digest(secret).into() };
        let matches: bool = digest.as_slice().ct_eq(&known.secret_digest).into();
        let over = known.expires_at.is_some_and(|end| end <= self.now().0);
        matches && known.revoked_at.is_none() && !over
    }

    /// The first use of each day goes into the audit log.
    async fn note_record_key_use(&self, known: &AccessKey) -> Result<(), ServiceError> {
        let now = self.now();
        let today = EpochMs(now.0.div_euclid(MS_PER_DAY) * MS_PER_DAY);
        let recent = EpochMs((now.0 - NOTED_EVERY).max(today.0));
        if known.last_used_at.is_some_and(|at| at >= recent.0) {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        if tx.note_access_key_use(&known.key, now, today).await? {
            let key = subject(&known.key);
            tx.log_change(now.0, &key, "used", &key, "first use of the day").await?;
        } else {
            tx.note_access_key_use(&known.key, now, recent).await?;
        }
        tx.commit().await?;
        self.keys.keep(AccessKey { last_used_at: Some(now.0), ..known.clone() });
        Ok(())
    }
}
