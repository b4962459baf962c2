//! Pseudonyms: the warehouse counts people by a keyed hash and cannot name them.

use domain::{Account, PersonId, PersonKey};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The installation's secret; without it a [`PersonKey`] cannot be traced to a person or an account.
#[derive(Clone)]
pub struct PseudonymKey([u8; 32]);

impl std::fmt::Debug for PseudonymKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PseudonymKey(…)")
    }
}

impl PseudonymKey {
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// The key that a person's facts carry.
    pub fn person(&self, person: PersonId) -> PersonKey {
        self.digest(&[b"person:", person.0.as_bytes()])
    }

    /// The key that an account's facts carry while nobody is linked to it.
    pub fn account(&self, account: &Account) -> PersonKey {
        self.digest(&[
            b"account:",
            account.provider.as_str().as_bytes(),
            b":",
            account.natural_key().as_bytes(),
        ])
    }

    /// What is kept of a random secret in its place: fast, since there is nothing to guess, and of no use elsewhere.
    pub fn secret_digest(&self, secret: &str) -> [u8; 32] {
        // As below, this cannot fail; what no secret makes opens nothing.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return [0; 32] };
        mac.update(b"secret:");
        mac.update(secret.as_bytes());
        mac.finalize().into_bytes().into()
    }

    fn digest(&self, parts: &[&[u8]]) -> PersonKey {
        // HMAC takes keys of any length, so this cannot fail; a zero key would still separate people.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return PersonKey(0) };
        for part in parts {
            mac.update(part);
        }
        let bytes = mac.finalize().into_bytes();
        let mut first = [0u8; 8];
        first.copy_from_slice(&bytes[..8]);
        PersonKey(i64::from_be_bytes(first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Provider;

    fn account(login: &str) -> Account {
        Account { provider: Provider::GitHub, external_id: None, login: login.to_owned() }
    }

    #[test]
    fn the_same_account_has_the_same_key_only_under_the_same_secret() {
        let one = PseudonymKey::new([1; 32]);
        assert_eq!(one.account(&account("demo-person-001")), one.account(&account("Demo-Person-001")));
        assert_ne!(
            one.account(&account("demo-person-001")),
            PseudonymKey::new([2; 32]).account(&account("demo-person-001"))
        );
    }
}
