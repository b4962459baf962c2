//! Learning events and figures follow the log: soon where there is little to do, and behind the writer where there is
//! much, so that sending is never slower for what comes after it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::{Service, ServiceError};

/// Batches that come close together are looked at together.
const SOON: Duration = Duration::from_millis(150);
/// While there is more, so many times as long as the last page took is left to others.
const SHARE: u32 = 8;

/// Whether somebody is on it.
#[derive(Default)]
pub(crate) struct Following {
    running: AtomicBool,
    again: AtomicBool,
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
        let mut ingest = self.ingest();
        while following.again.swap(false, Ordering::SeqCst) {
            sleep(SOON).await;
            if let Err(error) = self.carry_on(&mut ingest).await {
                tracing::error!(%error, "learning events could not be derived; the job tries again");
            }
        }
        following.running.store(false, Ordering::SeqCst);
        // Who came between the last look and the word that nobody is on it.
        if following.again.load(Ordering::SeqCst) {
            self.follow();
        }
    }

    async fn carry_on(&self, ingest: &mut crate::Ingest) -> Result<(), ServiceError> {
        loop {
            let began = Instant::now();
            let there_is_more = ingest.project_page().await?;
            if !there_is_more {
                return self.recompute().await.map(|_| ());
            }
            sleep(began.elapsed() * SHARE).await;
        }
    }
}
