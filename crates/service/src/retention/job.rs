//! Enforcing retention: batch by batch, each in a transaction of its own with the word of it in the audit log.

use std::time::{Duration, SystemTime};

use domain::EpochMs;

use store::Tx;

use super::RetentionClass;
use crate::{Service, ServiceError, audit::PRUNED, record_store::terms};

/// Rows a transaction.
const BATCH: i64 = 5000;

/// Statements a transaction; each has a dozen terms.
const STATEMENTS: i64 = 1000;

/// People a round: each of them is a transaction.
const PEOPLE: i64 = 50;

/// A file that belongs to nothing may still be on its way to a statement for so long.
const UNNAMED: Duration = Duration::from_hours(1);

/// As the log names it.
const ACTOR: &str = "retention";

/// What a run took away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taken {
    pub statements: u64,
    pub raw_payloads: u64,
    pub people: u64,
    pub audit_rows: u64,
}

impl Taken {
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

impl Service {
    /// Takes away what was kept long enough. Safe to run at any time and in several processes at once.
    pub async fn enforce_retention(&self) -> Result<Taken, ServiceError> {
        self.sweep_tries().await?;
        self.store.sweep_attachment_files(SystemTime::now() - UNNAMED).await?;
        Ok(Taken {
            statements: self.take_texts(RetentionClass::Statements).await?,
            raw_payloads: self.take_texts(RetentionClass::RawPayloads).await?,
            people: self.erase_people_who_left().await?,
            audit_rows: self.prune_audit_log().await?,
        })
    }

    fn cutoff(&self, class: RetentionClass) -> Option<EpochMs> {
        self.retention.cutoff(class, self.now())
    }

    async fn take_texts(&self, class: RetentionClass) -> Result<u64, ServiceError> {
        let Some(cutoff) = self.cutoff(class) else { return Ok(0) };
        let mut taken = 0;
        while self.has_texts(class, cutoff).await? {
            let mut tx = self.store.begin().await?;
            tx.own_facts().await?;
            let (count, files) = match class {
                RetentionClass::Statements => empty_statements(&mut tx, cutoff).await?,
                _ => (tx.delete_payloads(cutoff, BATCH).await?, vec![]),
            };
            if count == 0 {
                break;
            }
            let detail = format!("{count} that arrived before {}", cutoff.date());
            tx.log_change(self.now().0, ACTOR, "deleted", class.as_str(), &detail).await?;
            tx.commit().await?;
            self.store.forget_attachment_files(&files).await?;
            taken += count;
        }
        if taken > 0 && class == RetentionClass::RawPayloads {
            let mut tx = self.store.begin().await?;
            tx.own_facts().await?;
            tx.forget_words().await?;
            tx.commit().await?;
        }
        Ok(taken)
    }

    /// Is there anything to take? Looked for beside the one writer: it may take long, and fills the memory of who looks.
    async fn has_texts(&self, class: RetentionClass, cutoff: EpochMs) -> Result<bool, ServiceError> {
        let mut tx = self.store.snapshot().await?;
        Ok(match class {
            RetentionClass::Statements => !tx.statements_before(cutoff, 1).await?.is_empty(),
            _ => tx.has_payloads_before(cutoff).await?,
        })
    }

    async fn erase_people_who_left(&self) -> Result<u64, ServiceError> {
        let Some(cutoff) = self.cutoff(RetentionClass::PeopleWhoLeft) else { return Ok(0) };
        let mut erased = 0;
        loop {
            let people = self.store.people_who_left(cutoff, PEOPLE).await?;
            if people.is_empty() {
                return Ok(erased);
            }
            for person in people {
                match self.erase(person, ACTOR).await {
                    // Somebody else erased them meanwhile.
                    Err(ServiceError::NotFound) => {}
                    outcome => {
                        outcome?;
                        erased += 1;
                    }
                }
            }
        }
    }

    async fn prune_audit_log(&self) -> Result<u64, ServiceError> {
        let Some(cutoff) = self.cutoff(RetentionClass::AuditLog) else { return Ok(0) };
        let mut taken = 0;
        loop {
            let mut tx = self.store.begin().await?;
            let before = tx.audit_ends().await?.anchor.seq;
            let Some(anchor) = tx.prune_audit(cutoff.0, BATCH).await? else { return Ok(taken) };
            // The row says where the chain starts now: rows that are missing without such a word were not taken by us.
            tx.log_change(self.now().0, ACTOR, PRUNED, "audit log", &anchor.to_string()).await?;
            tx.commit().await?;
            taken += u64::try_from(anchor.seq - before).unwrap_or_default();
        }
    }
}

/// Texts and what they are found by go; ids, digests and what was learned stay. Says how many, and which files are
/// nobody's any more.
async fn empty_statements(tx: &mut Tx, cutoff: EpochMs) -> Result<(u64, Vec<[u8; 32]>), ServiceError> {
    tx.hold_log().await?;
    let rows = tx.statements_before(cutoff, STATEMENTS).await?;
    for row in &rows {
        terms::forget(tx, row).await?;
    }
    let gone = terms::drop_attachments(tx, &rows).await?;
    let places: Vec<i64> = rows.iter().map(|row| row.seq).collect();
    tx.empty_statements(&places).await?;
    Ok((rows.len() as u64, gone))
}
