//! Taking over what came: a page is stored, then the cursor moved.

use std::time::Duration;

use serde_json::Value;
use store::sources::pulls::PullRow;
use xapi::Statement;

use crate::record_store::RecordError;
use crate::sources::plain;
use crate::{Service, ServiceError};

/// After the end was reached, so long until it is asked again.
const REST_MS: i64 = 60_000;
/// Another process leaves one alone for so long after somebody took it.
const CLAIM_MS: i64 = 5 * 60_000;
const LONGEST_REST_MS: i64 = 60 * 60_000;
/// How far back is asked again; ids make it free.
const OVERLAP: Duration = Duration::from_mins(1);
/// Pages in one go, so that others have their turn.
const PAGES: usize = 20;

impl Service {
    /// Asks every record store whose time has come; says how many statements were new.
    pub async fn pull_statements(&self) -> Result<usize, ServiceError> {
        let now = self.now().0;
        let mut new = 0;
        for mut pull in self.store.pulls().await? {
            if pull.paused || pull.next_at > now {
                continue;
            }
            let mut tx = self.store.begin().await?;
            let ours = tx.claim_pull(&pull, now + CLAIM_MS).await?;
            tx.commit().await?;
            if ours {
                pull.next_at = now + CLAIM_MS;
                new += self.pull_from(pull).await?;
            }
        }
        Ok(new)
    }

    async fn pull_from(&self, mut pull: PullRow) -> Result<usize, ServiceError> {
        let before = pull.taken;
        for page in 1..=PAGES {
            let outcome = self.pull_page(&mut pull).await;
            let now = self.now().0;
            pull.last_at = Some(now);
            // The claim goes on until the last page.
            let held = if page < PAGES { now + CLAIM_MS } else { now };
            let claimed = pull.next_at;
            match &outcome {
                Ok(()) => {
                    (pull.failures, pull.problem) = (0, String::new());
                    pull.next_at = if pull.more.is_empty() { now + REST_MS } else { held };
                }
                Err(problem) => {
                    pull.failures += 1;
                    pull.problem.clone_from(problem);
                    pull.next_at = now + backoff(pull.failures);
                }
            }
            let mut tx = self.store.begin().await?;
            let paused = tx.save_pull(&pull, claimed).await?;
            tx.commit().await?;
            // Where another process has it, or somebody paused it, it is over as well.
            if paused != Some(false) || outcome.is_err() || pull.more.is_empty() {
                break;
            }
        }
        Ok(usize::try_from(pull.taken - before).unwrap_or_default())
    }

    /// Stores a page and moves the cursor in `pull`; on an error it stays, and the page comes again.
    async fn pull_page(&self, pull: &mut PullRow) -> Result<(), String> {
        let page = self.ask(pull).await?;
        let newest = pull.newest.clone();
        let (mut again, mut batch) = (Vec::new(), Vec::with_capacity(page.statements.len()));
        for value in page.statements {
            let stored = value.get("stored").and_then(Value::as_str).unwrap_or_default();
            let is_new = newest.is_empty() || is_later(stored, &newest);
            if is_later(stored, &pull.newest) {
                stored.clone_into(&mut pull.newest);
            }
            match Statement::from_value(own(value)) {
                Ok(statement) if statement.id().is_some() => {
                    if is_new { &mut batch } else { &mut again }.push(statement);
                }
                _ => pull.refused += i64::from(is_new),
            }
        }
        // What is asked for again was counted where it was refused.
        let refused = pull.refused;
        pull.taken += self.take_over(pull, again).await?;
        pull.refused = refused;
        pull.taken += self.take_over(pull, batch).await?;
        pull.more = page.more;
        if pull.more.is_empty() && !pull.newest.is_empty() {
            pull.since = overlapping(&pull.newest);
        }
        Ok(())
    }

    /// Stores what came. One that is here with another content, or too long, refuses its batch; then each goes by
    /// itself.
    async fn take_over(&self, pull: &mut PullRow, batch: Vec<Statement>) -> Result<i64, String> {
        if batch.is_empty() {
            return Ok(0);
        }
        let now = self.now();
        match self.log.append_of(&pull.name, batch.clone(), now).await {
            Ok(appended) => {
                if appended.new > 0 {
                    self.follow();
                }
                Ok(i64::try_from(appended.new).unwrap_or(i64::MAX))
            }
            Err(RecordError::Conflict(_) | RecordError::TooLong { .. }) if batch.len() == 1 => {
                pull.refused += 1;
                Ok(0)
            }
            Err(RecordError::Conflict(_) | RecordError::TooLong { .. }) => {
                let mut taken = 0;
                for statement in batch {
                    taken += Box::pin(self.take_over(pull, vec![statement])).await?;
                }
                Ok(taken)
            }
            Err(error) => Err(format!("its statements could not be stored: {}", plain(error))),
        }
    }
}

/// The statement as its author said it: what the other store set is ours to set.
fn own(mut statement: Value) -> Value {
    if let Some(members) = statement.as_object_mut() {
        members.remove("stored");
        members.remove("authority");
    }
    statement
}

fn is_later(stored: &str, newest: &str) -> bool {
    let at = |text: &str| text.parse::<jiff::Timestamp>().ok();
    at(stored) > at(newest)
}

/// From a little before: "since" is exclusive, and what was stored in the same moment may be shown later.
fn overlapping(newest: &str) -> String {
    let at = newest.parse::<jiff::Timestamp>().ok();
    let before = at.and_then(|at| at.checked_sub(OVERLAP).ok());
    before.map_or_else(|| newest.to_owned(), |before| before.to_string())
}

/// Twice as long after each failure, up to an hour.
pub(in crate::sources) fn backoff(failures: i64) -> i64 {
    let doubled = u32::try_from(failures.clamp(1, 12) - 1).unwrap_or_default();
    (5_000 * 2_i64.pow(doubled)).min(LONGEST_REST_MS)
}
