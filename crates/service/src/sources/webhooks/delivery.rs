//! Sending statements on: in the order of the log, retried; what a receiver never takes is kept on a list.
//!
//! The cursor moves with the answer, in one transaction with what became of the statement. A receiver sees each once, and
//! a second time only if its own answer was lost: `Sightline-Delivery` is then the same.

use store::{Tx, sources::webhooks::WebhookRow, statements::Logged};
use xapi::Statement;

use super::send::Undelivered;
use crate::sources::pulls::backoff;
use crate::{Service, ServiceError};

/// After so many refusals in a row a statement goes to the list, and the next has its turn.
const ATTEMPTS: i64 = 8;
const CLAIM_MS: i64 = 5 * 60_000;
/// Statements looked at in one go, so that others have their turn.
const PAGE: i64 = 200;

impl Service {
    /// Sends on what is due; says how many statements were delivered.
    pub async fn send_on(&self) -> Result<usize, ServiceError> {
        let now = self.now().0;
        let mut delivered = 0;
        for mut hook in self.store.webhooks().await? {
            if hook.paused || hook.next_at > now {
                continue;
            }
            let mut tx = self.store.begin().await?;
            let ours = tx.claim_webhook(&hook, now + CLAIM_MS).await?;
            tx.commit().await?;
            if ours {
                hook.next_at = now + CLAIM_MS;
                delivered += self.deliver_due(hook).await?;
            }
        }
        Ok(delivered)
    }

    /// The letters that are sent again, then what is new in the log.
    async fn deliver_due(&self, mut hook: WebhookRow) -> Result<usize, ServiceError> {
        let before = hook.delivered;
        if self.resend(&mut hook).await? && self.pass_page(&mut hook).await? {
            // Also where nothing was due: the claim ends.
            let tx = self.store.begin().await?;
            keep(tx, &mut hook, self.now().0).await?;
        }
        Ok(usize::try_from(hook.delivered - before).unwrap_or_default())
    }

    /// Says no where the rest has to wait, or is another process's.
    async fn resend(&self, hook: &mut WebhookRow) -> Result<bool, ServiceError> {
        while let Some(letter) = self.store.letter_to_resend(hook.id).await? {
            let sent = match self.logged_at(letter.seq).await? {
                Some(row) => self.deliver(hook, &row).await,
                // It was taken away since: there is nothing left to send.
                None => Ok(()),
            };
            let now = self.now().0;
            hook.last_at = Some(now);
            let mut next_at = now + CLAIM_MS;
            let mut tx = self.store.begin().await?;
            match &sent {
                Ok(()) => {
                    tx.remove_dead_letter(letter.id).await?;
                    hook.delivered += 1;
                }
                Err(Undelivered::Away(problem)) => next_at = waits(hook, problem, now),
                Err(Undelivered::Refused(problem)) => {
                    tx.add_dead_letter(hook.id, letter.seq, problem, now).await?;
                }
            }
            if !keep(tx, hook, next_at).await? || matches!(sent, Err(Undelivered::Away(_))) {
                return Ok(false);
            }
            if sent.is_err() {
                break;
            }
        }
        Ok(true)
    }

    async fn pass_page(&self, hook: &mut WebhookRow) -> Result<bool, ServiceError> {
        for row in self.store.log_page(hook.position, PAGE).await? {
            if !self.pass(hook, &row).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Delivers a statement and moves the cursor past it. Says no where the rest has to wait, or is another process's.
    async fn pass(&self, hook: &mut WebhookRow, row: &Logged) -> Result<bool, ServiceError> {
        let wanted = self.is_wanted(hook, row).await?;
        let sent = if wanted { self.deliver(hook, row).await } else { Ok(()) };
        let now = self.now().0;
        let mut next_at = now + CLAIM_MS;
        let mut tx = self.store.begin().await?;
        match sent {
            Ok(()) => {
                hook.delivered += i64::from(wanted);
                (hook.failures, hook.position) = (0, row.seq);
                hook.problem.clear();
            }
            Err(Undelivered::Away(problem)) => next_at = waits(hook, &problem, now),
            Err(Undelivered::Refused(problem)) if hook.failures + 1 < ATTEMPTS => {
                hook.failures = hook.failures.max(0) + 1;
                hook.problem = problem;
                next_at = now + backoff(hook.failures);
            }
            Err(Undelivered::Refused(problem)) => {
                tx.add_dead_letter(hook.id, row.seq, &problem, now).await?;
                (hook.failures, hook.position) = (0, row.seq);
                hook.problem = problem;
            }
        }
        if wanted {
            hook.last_at = Some(now);
        }
        Ok(keep(tx, hook, next_at).await? && hook.failures == 0)
    }

    /// Does the filter want it? What voids a statement goes where that statement went.
    async fn is_wanted(&self, hook: &WebhookRow, row: &Logged) -> Result<bool, ServiceError> {
        // Taken away after its time, or taken back: nothing to send. Who has it already is sent what voids it.
        if row.payload.is_empty() || row.voided {
            return Ok(false);
        }
        let Some(statement) = Statement::stored(&row.payload) else { return Ok(false) };
        if fits(hook, &statement) {
            return Ok(true);
        }
        let Some(voided) = statement.voids() else { return Ok(false) };
        let target = self.store.logged(voided).await?;
        Ok(target.and_then(|row| Statement::stored(&row.payload)).is_some_and(|target| fits(hook, &target)))
    }

    async fn logged_at(&self, seq: i64) -> Result<Option<Logged>, ServiceError> {
        let rows = self.store.log_page(seq - 1, 1).await?;
        Ok(rows.into_iter().find(|row| row.seq == seq && !row.payload.is_empty()))
    }
}

fn fits(hook: &WebhookRow, statement: &Statement) -> bool {
    let verb = hook.verb.is_empty() || statement.verb() == hook.verb;
    let activity = hook.activity_prefix.is_empty()
        || statement.activity_id().is_some_and(|id| id.starts_with(&hook.activity_prefix));
    verb && activity
}

/// Notes that the receiver is away; says when it is tried again.
fn waits(hook: &mut WebhookRow, problem: &str, now: i64) -> i64 {
    hook.failures = hook.failures.min(0) - 1;
    problem.clone_into(&mut hook.problem);
    now + backoff(-hook.failures)
}

/// Stores where it stands, and that it is this process's until `next_at`. Says no where it was paused or lost meanwhile;
/// where it was lost, nothing of `tx` stays.
async fn keep(mut tx: Tx, hook: &mut WebhookRow, next_at: i64) -> Result<bool, ServiceError> {
    let claim = std::mem::replace(&mut hook.next_at, next_at);
    let Some(paused) = tx.save_webhook(hook, claim).await? else { return Ok(false) };
    tx.commit().await?;
    Ok(!paused)
}
