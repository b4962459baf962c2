//! What was looked up of late: requests come many a second with the same few keys. What is here is believed for two
//! seconds, so a key that another process revoked is refused soon after.

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use governor::{
    DefaultDirectRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    state::keyed::HashMapStateStore,
};
use store::keys::AccessKey;

/// Believed for so long.
const FRESH: Duration = Duration::from_secs(2);
/// Beyond so many keys the cache begins anew: there are never as many sources.
const MOST: usize = 4096;

/// What content that was launched sends a minute at most: a page that lost count must not fill the log.
const LAUNCHED_PER_MINUTE: NonZeroU32 = NonZeroU32::new(600).expect("is not zero");

pub(crate) struct KeyCache {
    entries: Mutex<HashMap<String, Entry>>,
    launched: RateLimiter<String, HashMapStateStore<String>, DefaultClock>,
}

impl Default for KeyCache {
    fn default() -> Self {
        let launched = RateLimiter::hashmap(Quota::per_minute(LAUNCHED_PER_MINUTE));
        Self { entries: Mutex::default(), launched }
    }
}

#[derive(Clone)]
struct Entry {
    known: Arc<AccessKey>,
    read_at: Instant,
    /// Outlives what is believed: a rate is counted over a minute.
    limiter: Option<Arc<DefaultDirectRateLimiter>>,
}

impl KeyCache {
    pub(super) fn fresh(&self, key: &str) -> Option<Arc<AccessKey>> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = entries.get(key).filter(|entry| entry.read_at.elapsed() < FRESH)?;
        Some(entry.known.clone())
    }

    pub(super) fn keep(&self, found: AccessKey) -> Arc<AccessKey> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= MOST {
            entries.clear();
        }
        let before = entries.remove(&found.key);
        let same = before.filter(|entry| entry.known.per_minute == found.per_minute);
        let limiter = same.and_then(|entry| entry.limiter).or_else(|| limiter(found.per_minute));
        let known = Arc::new(found);
        let entry = Entry { known: known.clone(), read_at: Instant::now(), limiter };
        entries.insert(known.key.clone(), entry);
        known
    }

    /// This process forgets at once.
    pub(super) fn forget(&self, key: &str) {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    /// Counts a request of launched content; `Err`: how long to wait.
    pub(super) fn count_launched(&self, key: &str) -> Result<(), Duration> {
        if self.launched.len() >= MOST {
            self.launched.retain_recent();
        }
        let clock = self.launched.clock();
        self.launched.check_key(&key.to_owned()).map_err(|not_until| not_until.wait_time_from(clock.now()))
    }

    /// Counts a request; `Err`: how long to wait.
    pub(super) fn count(&self, key: &str) -> Result<(), Duration> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let limiter = entries.get(key).and_then(|entry| entry.limiter.clone());
        drop(entries);
        let Some(limiter) = limiter else { return Ok(()) };
        limiter.check().map_err(|not_until| not_until.wait_time_from(limiter.clock().now()))
    }
}

fn limiter(per_minute: Option<i64>) -> Option<Arc<DefaultDirectRateLimiter>> {
    let rate = u32::try_from(per_minute?).ok().and_then(NonZeroU32::new)?;
    Some(Arc::new(RateLimiter::direct(Quota::per_minute(rate))))
}
