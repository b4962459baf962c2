//! Learning events and figures follow the log: soon where there is little to do, and behind the writer where there is
//! much, so that sending is never slower for what comes after it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::{Service, ServiceError};

/// Batches that come close together are looked at together.
const SOON: Duration = Duration::from_millis(150);
/// Where they keep coming they are looked at less often, the more there is to do each time. No pause is longer than this:
/// some of the time that a page took may have been spent in a queue.
const LONGEST: Duration = Duration::from_secs(1);
/// While there is more, so many times as long as the last page took is left to others: much where somebody sends.
const SHARE: u32 = 8;
const SHARE_OF_SENDERS: u32 = 24;
/// Somebody sends who did so a moment ago.
const LATELY_MS: i64 = 500;

/// Whether somebody is on it.
#[derive(Default)]
pub(crate) struct Following {
    running: AtomicBool,
    again: AtomicBool,
}

/// Nobody is on it any more when this goes, also where deriving panicked.
struct OnIt<'a>(&'a Following);

impl Drop for OnIt<'_> {
    fn drop(&mut self) {
        self.0.running.store(false, Ordering::SeqCst);
    }
}

impl Service {
    /// Has the events of new statements derived and their figures computed, soon and by one task at a time.
    pub(crate) fn follow(&self) {
        let following = &self.log.following;
        following.again.store(true, Ordering::SeqCst);
        if following.running.swap(true, Ordering::SeqCst) {
            return;
        }
        let service = self.clone();
        tokio::spawn(async move { service.catch_up().await });
    }

    async fn catch_up(self) {
        let following = &self.log.following;
        self.catch_up_while_asked(OnIt(following)).await;
        // Who came between the last look and the word that nobody is on it.
        if following.again.load(Ordering::SeqCst) {
            self.follow();
        }
    }

    async fn catch_up_while_asked(&self, on_it: OnIt<'_>) {
        let following = on_it.0;
        let mut ingest = self.ingest();
        let mut rest = SOON;
        while following.again.swap(false, Ordering::SeqCst) {
            sleep(rest).await;
            let began = Instant::now();
            if let Err(error) = self.carry_on(&mut ingest).await {
                tracing::error!(%error, "learning events could not be derived; the job tries again");
            }
            rest = (began.elapsed() * SHARE).clamp(SOON, LONGEST);
        }
    }

    async fn carry_on(&self, ingest: &mut crate::Ingest) -> Result<(), ServiceError> {
        loop {
            let began = Instant::now();
            let there_is_more = ingest.project_page().await?;
            if !there_is_more {
                return self.recompute().await.map(|_| ());
            }
            // The time of storing is ahead of a clock that was set back.
            let is_sent = (0..LATELY_MS).contains(&(self.now().0 - self.log.last_stored().0));
            let share = if is_sent { SHARE_OF_SENDERS } else { SHARE };
            sleep((began.elapsed() * share).min(LONGEST)).await;
        }
    }
}
