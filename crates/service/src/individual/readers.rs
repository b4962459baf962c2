//! Whose statements were read with which key. The audit log is told once a day of each, from memory and within about a
//! second, so that reading costs nothing: what makes it an entry is who read about whom, not how often.

use std::collections::{BTreeMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

use domain::time::MS_PER_DAY;
use store::Tx;

use crate::{Service, ServiceError};

/// Bounds the memory; whoever is forgotten is looked up in the database once more.
const MOST: usize = 100_000;

/// Readings a transaction: whoever reads everything reads about many.
const BATCH: usize = 200;

/// One that fails so often is told to the operator and given up: it must not stand in the way of others for ever.
const TRIES: u8 = 5;

/// As the log names it.
pub(super) const READ: &str = "read statements";

/// A reading that the log is still to be told of.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Reading {
    /// The name of the key.
    source: String,
    /// As in `mbox:ada@example.com`.
    agent: String,
    /// How often it could not be logged.
    failed: u8,
}

/// What was read, until the log has it.
#[derive(Default)]
pub(crate) struct Readings {
    hasher: RandomState,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    day: i64,
    /// Source and agent, by hash.
    seen: HashSet<u64>,
    waiting: Vec<Reading>,
}

impl Readings {
    fn note(&self, day: i64, source: &str, agent: &str) {
        let hash = self.hasher.hash_one((source, agent));
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.day != day || state.seen.len() >= MOST {
            state.day = day;
            state.seen.clear();
        }
        if state.seen.insert(hash) {
            state.waiting.push(Reading { source: source.to_owned(), agent: agent.to_owned(), failed: 0 });
        }
    }

    fn take(&self) -> Vec<Reading> {
        std::mem::take(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner).waiting)
    }

    fn put_back(&self, mut readings: Vec<Reading>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        readings.append(&mut state.waiting);
        state.waiting = readings;
    }
}

impl Service {
    /// Notes that a key read what is stored about an agent. Takes no time worth measuring.
    pub(crate) fn note_reading(&self, source: &str, agent: &str) {
        self.readings.note(self.now().0.div_euclid(MS_PER_DAY), source, agent);
    }

    /// Tells the audit log of readings. Called every second, and at the end.
    pub async fn log_readings(&self) -> Result<(), ServiceError> {
        let mut readings = self.readings.take();
        let mut outcome = Ok(());
        while !readings.is_empty() {
            let rest = readings.split_off(readings.len().min(BATCH));
            if let Err(error) = self.log_together(&readings).await {
                tracing::warn!(%error, "readings could not be logged together; trying each");
                outcome = outcome.and(self.log_each(readings).await);
            }
            readings = rest;
        }
        outcome
    }

    async fn log_together(&self, readings: &[Reading]) -> Result<(), ServiceError> {
        let mut keys: BTreeMap<&str, String> = BTreeMap::new();
        let mut tx = self.store.begin().await?;
        for reading in readings {
            if !keys.contains_key(reading.source.as_str()) {
                keys.insert(&reading.source, self.reader_of(&reading.source).await?);
            }
            let Some(who) = keys.get(reading.source.as_str()) else { continue };
            self.log_one(&mut tx, who, &reading.agent).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Those that fail wait for another try.
    async fn log_each(&self, readings: Vec<Reading>) -> Result<(), ServiceError> {
        let mut outcome = Ok(());
        for mut reading in readings {
            let Err(error) = self.log_together(std::slice::from_ref(&reading)).await else { continue };
            reading.failed += 1;
            if reading.failed < TRIES {
                self.readings.put_back(vec![reading]);
            } else {
                tracing::error!(source = reading.source, %error, "a reading could not be logged and is given up");
            }
            outcome = Err(error);
        }
        outcome
    }

    /// A stranger's record is nobody's; an account's that is linked to nobody may be somebody's one day.
    async fn log_one(&self, tx: &mut Tx, who: &str, agent: &str) -> Result<(), ServiceError> {
        let now = self.now();
        for account in self.store.accounts_of_agent(agent).await? {
            if tx.note_statement_reader(now.0.div_euclid(MS_PER_DAY), who, account.id).await? {
                let subject = match account.person {
                    Some(person) => format!("person:{}", person.0),
                    None => format!("account:{}", account.id),
                };
                tx.log_change(now.0, who, READ, &subject, "first read of the day").await?;
            }
        }
        Ok(())
    }

    /// As the log names the source: by its key, since its name may be a person's.
    async fn reader_of(&self, source: &str) -> Result<String, ServiceError> {
        let key = self.store.newest_key_of(source).await?;
        Ok(format!("access_key:{}", key.unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_waits_once_a_day_for_each_source_and_agent() {
        let readings = Readings::default();
        for (day, source, agent) in
            [(1, "LMS", "mbox:a"), (1, "LMS", "mbox:a"), (1, "CI", "mbox:a"), (2, "LMS", "mbox:a")]
        {
            readings.note(day, source, agent);
        }
        let taken = readings.take();
        assert_eq!(taken.iter().map(|r| r.source.as_str()).collect::<Vec<_>>(), ["LMS", "CI", "LMS"]);
        assert_eq!(readings.take(), []);
        readings.note(2, "CI", "mbox:b");
        readings.put_back(taken);
        assert_eq!(readings.take().len(), 4, "what could not be logged waits on");
    }
}
