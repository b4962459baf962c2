//! Sealing what the database keeps for somebody.

use std::sync::OnceLock;

use privacy::sealed::{KeyRing, SecretKey};

use crate::{Service, ServiceError};

static RING: OnceLock<KeyRing> = OnceLock::new();

impl Service {
    pub(super) fn seal(&self, purpose: &str, value: &[u8]) -> Result<Vec<u8>, ServiceError> {
        let failed = |error: &dyn std::fmt::Display| ServiceError::Secret(error.to_string());
        if RING.get().is_none() {
            let key = SecretKey::random().map_err(|e| failed(&e))?;
            let _ = RING.set(KeyRing::new(key));
        }
        let ring = RING.get().ok_or(ServiceError::NotFound)?;
        ring.seal(purpose, value).map_err(|e| failed(&e))
    }

    pub(super) fn open_sealed(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, ServiceError> {
        let ring = RING.get().ok_or(ServiceError::NotFound)?;
        ring.open(purpose, sealed).map(|v| v.to_vec()).map_err(|e| ServiceError::Secret(e.to_string()))
    }
}
