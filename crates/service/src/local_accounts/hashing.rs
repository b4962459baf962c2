//! Passwords and their hashes: Argon2id with the parameters that OWASP recommends (19 MiB, two passes, one lane).
//!
//! A hash is slow and large on purpose, so few are computed at a time and off the threads that serve requests: a flood
//! of sign-ins waits at this door and nobody else notices.

use std::time::Duration;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier},
};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::{Fields, ServiceError};

/// For the whole process: what is limited are its processors and its memory.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
const PATIENCE: Duration = Duration::from_secs(10);

/// The hash of a password that nobody has, so that a login that does not exist costs the same work as one that does.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5MDAwMQ$1sM5rcDbzWaHpWyBIvjvZ9OCeX4CY3RfIhvtbL0GyD0";

/// The hash of a password, as a PHC string.
pub(crate) async fn hash(password: &str) -> Result<String, ServiceError> {
    let password = password.as_bytes().to_vec();
    aside(move || match Argon2::default().hash_password(&password) {
        Ok(hash) => Ok(hash.to_string()),
        Err(error) => Err(ServiceError::Random(error.to_string())),
    })
    .await?
}

/// Is it the password of this hash? Without a hash the same work is done and the answer is no.
pub(super) async fn matches(password: &str, hash: Option<&str>) -> Result<bool, ServiceError> {
    let (password, known) = (password.as_bytes().to_vec(), hash.is_some());
    let hash = hash.unwrap_or(NOBODYS).to_owned();
    let matches = aside(move || Argon2::default().verify_password(&password, hash.as_str()).is_ok()).await?;
    Ok(matches && known)
}

/// Runs hard work where it holds up nobody. The place is kept until the work ends, also where nobody waits any more.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ServiceError> {
    let place = place().await?;
    let done = tokio::task::spawn_blocking(move || {
        let result = work();
        drop(place);
        result
    });
    done.await.map_err(|error| ServiceError::Random(error.to_string()))
}

async fn place() -> Result<SemaphorePermit<'static>, ServiceError> {
    if let Ok(Ok(place)) = tokio::time::timeout(PATIENCE, AT_ONCE.acquire()).await {
        return Ok(place);
    }
    let mut wrong = Fields::default();
    wrong.add(
        "password",
        "Many people are signing in at this moment. Nothing was checked; try again in a minute.",
    );
    Err(ServiceError::Invalid(wrong))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_and_no_other() {
        let hash = hash("correct horse battery").await.unwrap();
        assert!(matches("correct horse battery", Some(&hash)).await.unwrap());
        assert!(!matches("correct horse batter", Some(&hash)).await.unwrap());
        assert!(!matches("correct horse battery", None).await.unwrap());
    }

    #[tokio::test]
    async fn the_hash_for_nobody_costs_the_same_work_as_a_real_one() {
        let cost = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(cost(NOBODYS), cost(&hash("any password").await.unwrap()));
        assert_eq!(NOBODYS.len(), hash("any password").await.unwrap().len());
        // One that cannot be read would be refused without any work.
        assert!(argon2::password_hash::phc::PasswordHash::new(NOBODYS).is_ok());
    }
}
