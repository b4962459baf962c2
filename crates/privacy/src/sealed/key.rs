//! A key that seals, and the short name by which sealed values call it.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{SealError, random_bytes};
use crate::hex;

/// 32 secret bytes; wiped from memory when dropped.
#[derive(Clone)]
pub struct SecretKey(Zeroizing<[u8; 32]>);

/// The first bytes of the key's hash: says which key it is and nothing about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyId([u8; 8]);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key is 64 hexadecimal digits; `openssl rand -hex 32` makes one")]
pub struct NotAKey;

impl SecretKey {
    pub fn random() -> Result<Self, SealError> {
        Ok(Self(Zeroizing::new(random_bytes()?)))
    }

    pub fn id(&self) -> KeyId {
        let digest = Sha256::new().chain_update(b"sightline key id").chain_update(*self.0).finalize();
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        KeyId(first)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// As the key file holds it.
    pub fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(&*self.0))
    }
}

impl std::str::FromStr for SecretKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        hex::decode(text).map(|bytes| Self(Zeroizing::new(bytes))).ok_or(NotAKey)
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SecretKey({})", self.id())
    }
}

impl KeyId {
    pub(super) fn new(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    pub(super) fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

impl std::fmt::Display for KeyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}
