//! Counting what becomes of requests, cheaply: in memory, added to the database now and then. What was counted in the
//! last seconds before a crash is lost; nothing hangs on it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::EpochMs;
use store::quality::RequestCount;

use super::day_of;
use crate::{Service, ServiceError};

/// In the order in which they are counted.
const OUTCOMES: [&str; 6] = ["accepted", "invalid", "conflict", "forbidden", "too_large", "too_many"];
pub(super) const ACCEPTED: &str = OUTCOMES[0];

/// Requests by what became of them, in the order of [`OUTCOMES`].
type Counts = [u64; OUTCOMES.len()];

/// By day and source. Sources are names of keys, so there are few.
#[derive(Debug, Default)]
pub(crate) struct RequestCounter(Mutex<HashMap<i64, HashMap<String, Counts>>>);

/// Where an answer of this status is counted. What is not found, or breaks on our side, says nothing about the source.
fn outcome(status: u16) -> Option<usize> {
    Some(match status {
        200..=299 | 304 => 0,
        400 | 405 | 415 | 422 => 1,
        409 | 412 => 2,
        403 => 3,
        413 => 4,
        429 => 5,
        _ => return None,
    })
}

impl RequestCounter {
    fn count(&self, day: i64, source: &str, outcome: usize) {
        let mut days = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sources = days.entry(day).or_default();
        // A look-up first: the name is copied only once a day.
        if let Some(counts) = sources.get_mut(source) {
            counts[outcome] += 1;
        } else {
            sources.entry(source.to_owned()).or_default()[outcome] += 1;
        }
    }

    fn take(&self) -> Vec<RequestCount> {
        let days = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut rows = Vec::new();
        for (day, sources) in days {
            for (source, counts) in sources {
                let counted = OUTCOMES.iter().zip(counts).filter(|(_, requests)| *requests > 0);
                rows.extend(counted.map(|(outcome, requests)| RequestCount {
                    day,
                    source: source.clone(),
                    outcome: (*outcome).to_owned(),
                    requests: i64::try_from(requests).unwrap_or(i64::MAX),
                }));
            }
        }
        rows
    }

    /// What could not be stored is stored the next time.
    fn put_back(&self, rows: Vec<RequestCount>) {
        let mut days = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for row in rows {
            let Some(outcome) = OUTCOMES.iter().position(|known| *known == row.outcome) else { continue };
            let counts = days.entry(row.day).or_default().entry(row.source).or_default();
            counts[outcome] += u64::try_from(row.requests).unwrap_or_default();
        }
    }
}

impl Service {
    /// Counts an answer to a request that was made with a key. `status`: of HTTP. Takes no time worth measuring.
    pub fn count_request(&self, source: &str, status: u16) {
        if let Some(outcome) = outcome(status) {
            self.requests.count(day_of(self.now()), source, outcome);
        }
    }

    /// Stores what was counted. Called now and then, and at the end.
    pub async fn flush_request_counts(&self) -> Result<(), ServiceError> {
        let mut rows = self.requests.take();
        if rows.is_empty() {
            return Ok(());
        }
        let stored = async {
            let mut tx = self.store.begin().await?;
            tx.add_request_counts(&mut rows).await?;
            tx.commit().await
        };
        let stored = stored.await;
        if stored.is_err() {
            self.requests.put_back(rows);
        }
        Ok(stored?)
    }

    pub(super) fn today(&self) -> (i64, EpochMs) {
        let now = self.now();
        (day_of(now), now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_counted_by_day_source_and_outcome() {
        let counter = RequestCounter::default();
        for status in [200, 204, 400, 429, 404, 500] {
            if let Some(outcome) = outcome(status) {
                counter.count(7, "LMS", outcome);
            }
        }
        counter.count(8, "CI", 0);
        let mut rows = counter.take();
        rows.sort_by(|a, b| (a.day, &a.outcome).cmp(&(b.day, &b.outcome)));
        let told: Vec<(i64, &str, &str, i64)> =
            rows.iter().map(|r| (r.day, r.source.as_str(), r.outcome.as_str(), r.requests)).collect();
        let expected = [
            (7, "LMS", "accepted", 2),
            (7, "LMS", "invalid", 1),
            (7, "LMS", "too_many", 1),
            (8, "CI", "accepted", 1),
        ];
        assert_eq!(told, expected);
        assert_eq!(counter.take(), []);
    }

    #[test]
    fn what_could_not_be_stored_is_counted_on() {
        let counter = RequestCounter::default();
        counter.count(7, "LMS", 0);
        let rows = counter.take();
        counter.count(7, "LMS", 0);
        counter.put_back(rows);
        assert_eq!(counter.take()[0].requests, 2);
    }
}
