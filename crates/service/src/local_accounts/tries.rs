//! Wrong tries and being held up for them. A try is counted before it is checked, in the database, so that neither many
//! at once nor many instances get more of them.

use std::time::Duration;

use sha2::{Digest, Sha256};
use store::credentials::Attempts;

use crate::{Service, ServiceError};

/// So many wrong tries in a row cost nothing: people mistype.
const FREE: i64 = 5;
const SECOND: i64 = 1000;
const FIRST_WAIT: i64 = 30 * SECOND;
const LONGEST_WAIT: i64 = 15 * 60 * SECOND;
/// After a day without a try the count starts anew.
const REMEMBERED: i64 = 24 * 60 * 60 * SECOND;

/// A try that was counted as a wrong one, until it turns out not to be.
pub(super) struct Try {
    digest: Vec<u8>,
    locked_until: i64,
    /// How long the login is held up, if the try stays wrong.
    pub(super) wait: Option<Duration>,
}

/// What is kept of a login that was typed, whether it exists or not.
pub(crate) fn login_digest(login: &str) -> Vec<u8> {
    Sha256::digest(format!("login:{login}")).to_vec()
}

/// How long a login is held up after so many wrong tries, in milliseconds: doubled by each.
fn wait(failures: i64) -> i64 {
    if failures < FREE {
        return 0;
    }
    let doublings = u32::try_from(failures - FREE).unwrap_or(u32::MAX).min(16);
    (FIRST_WAIT << doublings).min(LONGEST_WAIT)
}

fn ms(count: i64) -> Duration {
    Duration::from_millis(u64::try_from(count).unwrap_or_default())
}

impl Service {
    /// Counts a try; `Err`: how long this login is held up yet, in which case nothing may be checked.
    pub(super) async fn count_try(&self, login: &str) -> Result<Result<Try, Duration>, ServiceError> {
        let now = self.now();
        let digest = login_digest(login);
        let mut tx = self.store.begin().await?;
        let before = tx.attempts(&digest, now.0).await?;
        if before.locked_until > now.0 {
            return Ok(Err(ms(before.locked_until - now.0)));
        }
        let failures = before.failures + 1;
        let wait = wait(failures);
        let locked_until = now.0 + wait;
        tx.save_attempts(&digest, Attempts { failures, locked_until }).await?;
        tx.sweep_attempts(now.0 - REMEMBERED).await?;
        tx.commit().await?;
        Ok(Ok(Try { digest, locked_until, wait: (wait > 0).then_some(ms(wait)) }))
    }

    /// Forgets the counts of logins that nobody tried for a day: where nobody signs in, no try sweeps them.
    pub(crate) async fn sweep_tries(&self) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        tx.sweep_attempts(self.now().0 - REMEMBERED).await?;
        Ok(tx.commit().await?)
    }

    /// The try was right and more has to follow: it does not count, and neither does it clear the count, or else a known
    /// password would buy any number of tries at the code.
    pub(super) async fn uncount(&self, tried: &Try) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        tx.take_back_attempt(&tried.digest, tried.locked_until).await?;
        Ok(tx.commit().await?)
    }
}

impl Try {
    /// The try was right and all that was needed: the count starts anew.
    pub(super) async fn succeeded(&self, tx: &mut store::Tx) -> Result<(), ServiceError> {
        Ok(tx.forget_attempts(&self.digest).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_with_every_wrong_try_up_to_a_quarter_of_an_hour() {
        let seconds: Vec<i64> = [1, 4, 5, 6, 7, 9, 10, 50, i64::MAX].map(|n| wait(n) / SECOND).to_vec();
        assert_eq!(seconds, [0, 0, 30, 60, 120, 480, 900, 900, 900]);
    }
}
