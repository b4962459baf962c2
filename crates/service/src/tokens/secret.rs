//! Secrets of tokens and provisioning keys: random, recognisable, kept as a digest.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::ServiceError;

/// What a secret is for shows in its first letters, so that scanners find one that was published by mistake.
pub(crate) const TOKEN: &str = "sl_";
pub(crate) const SCIM_KEY: &str = "sl_scim_";
pub(crate) const RECORD_KEY: &str = "sl_lrs_";

/// Longer than any of ours; what is longer is not worth hashing.
const LONGEST: usize = 128;

/// A new secret: the prefix and 256 random bits of the operating system.
pub(crate) fn fresh(prefix: &str) -> Result<String, ServiceError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| ServiceError::Random(error.to_string()))?;
    Ok(format!("{prefix}{}", BASE64_URL_SAFE_NO_PAD.encode(bytes)))
}

/// What is kept of a secret; `None` for a text that cannot be one.
pub(crate) fn digest(secret: &str) -> Option<Vec<u8>> {
    let plausible = secret.starts_with(TOKEN) && secret.len() <= LONGEST;
    plausible.then(|| Sha256::digest(secret.as_bytes()).to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_say_what_they_are_and_fit_into_a_header() {
        let (one, other) = (fresh(TOKEN).unwrap(), fresh(SCIM_KEY).unwrap());
        assert!(one.starts_with("sl_") && other.starts_with("sl_scim_"));
        assert_ne!(one, fresh(TOKEN).unwrap());
        assert!(one.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)), "{one}");
        assert_eq!(digest(&one).map(|bytes| bytes.len()), Some(32));
        assert_eq!(digest("Bearer"), None);
    }
}
