//! The keys of an installation, newest first: the first one seals, all of them open.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Generate, Payload},
};
use zeroize::Zeroizing;

use super::{FORM, KeyId, NONCE, NotAKey, Parts, SealError, SecretKey, associated};

#[derive(Debug, Clone)]
pub struct KeyRing {
    newest: SecretKey,
    older: Vec<SecretKey>,
}

impl KeyRing {
    pub fn new(newest: SecretKey) -> Self {
        Self { newest, older: vec![] }
    }

    /// Reads keys, newest first, one a line or with spaces between; what follows a `#` is a remark.
    pub fn parse(text: &str) -> Result<Self, NotAKey> {
        let words =
            text.lines().flat_map(|line| line.split('#').next().unwrap_or_default().split_whitespace());
        let mut keys = words.map(str::parse);
        let newest = keys.next().ok_or(NotAKey)??;
        Ok(Self { newest, older: keys.collect::<Result<_, _>>()? })
    }

    /// As [`KeyRing::parse`] reads it.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = String::from(
            "# Keys that seal Sightline's secrets, newest first. Keep a copy apart from the database.\n",
        );
        for key in self.keys() {
            text.push_str(&key.to_hex());
            text.push('\n');
        }
        Zeroizing::new(text)
    }

    fn keys(&self) -> impl Iterator<Item = &SecretKey> {
        std::iter::once(&self.newest).chain(&self.older)
    }

    /// The key that seals, then those that only open.
    pub fn ids(&self) -> Vec<KeyId> {
        self.keys().map(SecretKey::id).collect()
    }

    /// The key that seals.
    pub fn newest(&self) -> KeyId {
        self.newest.id()
    }

    /// The keys that only open.
    pub fn older(&self) -> Vec<KeyId> {
        self.older.iter().map(SecretKey::id).collect()
    }

    /// This ring with another key that seals from now on.
    #[must_use]
    pub fn with_newest(&self, key: SecretKey) -> Self {
        Self { newest: key, older: self.keys().cloned().collect() }
    }

    /// This ring without the keys that only open.
    #[must_use]
    pub fn without_older(&self) -> Self {
        Self::new(self.newest.clone())
    }

    /// Seals a value for a purpose (`two_step:7`); it opens for the same purpose only.
    pub fn seal(&self, purpose: &str, value: &[u8]) -> Result<Vec<u8>, SealError> {
        let nonce = <[u8; NONCE]>::try_generate().map_err(|_| SealError::NoRandomness)?;
        let key = self.newest.id();
        let aad = associated(key, purpose);
        let broken = |_| SealError::Broken { purpose: purpose.to_owned() };
        let ciphertext = cipher(&self.newest)
            .encrypt(&XNonce::from(nonce), Payload { msg: value, aad: &aad })
            .map_err(broken)?;
        Ok([&[FORM], key.as_bytes().as_slice(), nonce.as_slice(), ciphertext.as_slice()].concat())
    }

    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let broken = || SealError::Broken { purpose: purpose.to_owned() };
        let parts = Parts::of(sealed).ok_or_else(broken)?;
        let unknown = || SealError::UnknownKey { purpose: purpose.to_owned(), key: parts.key };
        let key = self.keys().find(|key| key.id() == parts.key).ok_or_else(unknown)?;
        let aad = associated(parts.key, purpose);
        let payload = Payload { msg: parts.ciphertext, aad: &aad };
        let opened = cipher(key).decrypt(&XNonce::from(parts.nonce), payload).map_err(|_| broken())?;
        Ok(Zeroizing::new(opened))
    }
}

fn cipher(key: &SecretKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.bytes().into())
}
