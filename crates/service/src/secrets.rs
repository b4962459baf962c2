//! Secrets that the database keeps sealed, and the exchange of the keys that seal them.

use privacy::sealed::{KeyId, SecretKey};
use store::secrets::KeyPlace;
use zeroize::Zeroizing;

use crate::{Service, ServiceError};

/// What an exchange of keys came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// The key that seals from now on.
    pub newest: KeyId,
    /// How many values were sealed anew.
    pub resealed: usize,
    /// Keys that still open.
    pub older: Vec<KeyId>,
}

impl Service {
    /// Seals a secret for a purpose (`two_step:7`); it opens for the same purpose only. A column that keeps sealed
    /// values is named in `store::secrets`, so that exchanging keys finds it.
    pub fn seal(&self, purpose: &str, secret: &[u8]) -> Result<Vec<u8>, ServiceError> {
        self.store.seal(purpose, secret).map_err(|e| ServiceError::Secret(e.to_string()))
    }

    /// The secret; wiped from memory when dropped.
    pub fn open_sealed(&self, purpose: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, ServiceError> {
        self.store.open_sealed(purpose, sealed).map_err(|e| ServiceError::Secret(e.to_string()))
    }

    /// Where the keys lie.
    pub fn key_place(&self) -> &KeyPlace {
        self.store.key_place()
    }

    /// The key that seals.
    pub fn newest_key(&self) -> KeyId {
        self.store.newest_key()
    }

    /// The keys that only open.
    pub fn older_keys(&self) -> Vec<KeyId> {
        self.store.older_keys()
    }

    /// Makes a new key and seals every secret with it. The old one stays beside it and opens, for servers that run and
    /// for backups, until [`Service::retire_keys`].
    pub async fn rotate_key(&self) -> Result<Rotation, ServiceError> {
        let mut tx = self.store.begin().await?;
        let resealed = self.store.rotate_key(&mut tx).await?;
        let newest = self.newest_key();
        let detail = format!("{resealed} values sealed anew");
        tx.log_change(self.now().0, "operator", "exchanged key", &format!("key:{newest}"), &detail).await?;
        tx.commit().await?;
        Ok(Rotation { newest, resealed, older: self.older_keys() })
    }

    /// Forgets every key but the newest; says which. Refused while a secret is sealed with one of them.
    pub async fn retire_keys(&self) -> Result<Vec<KeyId>, ServiceError> {
        let mut tx = self.store.begin().await?;
        let forgotten = self.store.retire_keys(&mut tx).await?;
        for key in &forgotten {
            tx.log_change(self.now().0, "operator", "forgot key", &format!("key:{key}"), "").await?;
        }
        tx.commit().await?;
        Ok(forgotten)
    }
}

/// The content of a new key file.
pub fn new_key_file() -> Result<Zeroizing<String>, ServiceError> {
    let key = SecretKey::random().map_err(|e| ServiceError::Random(e.to_string()))?;
    Ok(privacy::sealed::KeyRing::new(key).to_text())
}
