//! Secrets that are shown once and kept as digests: first passwords, recovery codes, the set-up link. All of them are
//! random and long enough that a digest needs no slow hash.

use sha2::{Digest, Sha256};

use crate::ServiceError;

/// 32 signs that are not taken for one another: no l, o, 0 or 1.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// 160 bits: more than can be tried.
pub(super) const TOKEN_SIGNS: usize = 32;
/// 100 bits.
const PASSWORD_SIGNS: usize = 20;
/// 80 bits.
const RECOVERY_SIGNS: usize = 16;

/// A password to tell somebody, who then chooses their own: `k7mqx-2xhdp-…`.
pub(crate) fn first_password() -> Result<String, ServiceError> {
    Ok(grouped(&random_signs(PASSWORD_SIGNS)?, 5))
}

/// `k7mq-2xhd-…`
pub(super) fn recovery_code() -> Result<String, ServiceError> {
    Ok(grouped(&random_signs(RECOVERY_SIGNS)?, 4))
}

pub(super) fn random_signs(count: usize) -> Result<String, ServiceError> {
    let random = random_bytes()?;
    // 256 is a multiple of 32, so that every sign is as likely as every other.
    Ok(random.iter().take(count).map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect())
}

pub(super) fn random_bytes() -> Result<[u8; 32], ServiceError> {
    privacy::sealed::random_bytes().map_err(|error| ServiceError::Random(error.to_string()))
}

fn grouped(signs: &str, size: usize) -> String {
    let groups = signs.as_bytes().chunks(size).map(|group| String::from_utf8_lossy(group).into_owned());
    groups.collect::<Vec<_>>().join("-")
}

/// What is kept of a recovery code, however its groups were typed.
pub(super) fn recovery_digest(user: i64, typed: &str) -> Vec<u8> {
    let signs: String = typed.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    Sha256::digest(format!("recovery code:{user}:{signs}")).to_vec()
}

/// What is kept of the set-up link.
pub(super) fn token_digest(token: &str) -> Vec<u8> {
    Sha256::digest(format!("set-up link:{token}")).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_hold_only_signs_that_are_read_alike_by_everybody() {
        let (one, other) = (first_password().unwrap(), first_password().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.len(), 23);
        assert!(one.bytes().all(|b| b == b'-' || ALPHABET.contains(&b)), "{one}");
        assert_eq!(recovery_code().unwrap().len(), 19);
    }

    #[test]
    fn a_recovery_code_is_known_again_in_capitals_and_without_dashes() {
        assert_eq!(recovery_digest(7, "abcd-efgh"), recovery_digest(7, " ABCD EFGH "));
        assert_ne!(recovery_digest(7, "abcd-efgh"), recovery_digest(8, "abcd-efgh"));
    }
}
