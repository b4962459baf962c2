//! Sealed secrets: values that the database keeps but cannot read. XChaCha20-Poly1305 with a random nonce, under a key
//! that lives outside of the database.
//!
//! What a value is for (`two_step:7`) is authenticated with it: a sealed value that is put in another's place does not
//! open there. A sealed value names its key, so that keys can be exchanged while values under the old one still open.

mod key;
mod ring;

pub use key::{KeyId, NotAKey, SecretKey};
pub use ring::KeyRing;

/// What stands before the ciphertext: the form, the key, the nonce.
const FORM: u8 = 1;
const NONCE: usize = 24;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    #[error("the operating system gave no random bytes")]
    NoRandomness,
    #[error(
        "the value for {purpose} is sealed with key {key}, which is not among the keys of this installation"
    )]
    UnknownKey { purpose: String, key: KeyId },
    /// Changed, or sealed for something else.
    #[error("the sealed value for {purpose} does not open: it was changed or belongs elsewhere")]
    Broken { purpose: String },
}

/// 32 bytes from the operating system, for keys.
pub fn random_bytes() -> Result<[u8; 32], SealError> {
    use chacha20poly1305::aead::Generate;
    <[u8; 32]>::try_generate().map_err(|_| SealError::NoRandomness)
}

/// Secret bytes that were written as hexadecimal digits; `None` unless there are exactly 64 of them.
pub fn bytes_of_hex(text: &str) -> Option<[u8; 32]> {
    crate::hex::decode(text)
}

/// The key that a sealed value names; `None` where it is not a sealed value.
pub fn key_of(sealed: &[u8]) -> Option<KeyId> {
    Parts::of(sealed).map(|parts| parts.key)
}

struct Parts<'a> {
    key: KeyId,
    nonce: [u8; NONCE],
    ciphertext: &'a [u8],
}

impl<'a> Parts<'a> {
    fn of(sealed: &'a [u8]) -> Option<Self> {
        let (form, rest) = sealed.split_first()?;
        let (key, rest) = rest.split_first_chunk()?;
        let (nonce, ciphertext) = rest.split_first_chunk()?;
        (*form == FORM).then_some(Self { key: KeyId::new(*key), nonce: *nonce, ciphertext })
    }
}

/// What is authenticated beside the ciphertext.
fn associated(key: KeyId, purpose: &str) -> Vec<u8> {
    [&[FORM], key.as_bytes().as_slice(), purpose.as_bytes()].concat()
}

#[cfg(test)]
mod tests;
