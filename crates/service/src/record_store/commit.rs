//! One transaction of the log: who is refused, what is new, and everything that is written with it.

use std::collections::{HashMap, HashSet};

use domain::EpochMs;
use store::{
    Store, Tx,
    statements::{Head, LogRow, StatementRef},
};
use uuid::Uuid;

use crate::Clock;

use super::{Appended, Draft, RecordError, definitions::Definitions, holder, references, writer::Request};

/// A statement that gets a place.
struct Fresh<'a> {
    draft: &'a Draft,
    source: &'a str,
    voids_any: bool,
    seq: i64,
}

/// What becomes of each request, and what of them is new.
struct Plan<'a> {
    outcomes: Vec<Result<Appended, RecordError>>,
    fresh: Vec<Fresh<'a>>,
    stored_at: EpochMs,
}

/// Stores the requests together; the outcomes are in their order.
pub(super) async fn commit(
    store: &Store,
    clock: Clock,
    definitions: &Definitions,
    requests: &[&Request],
) -> Result<Vec<Result<Appended, RecordError>>, RecordError> {
    // Before the write lock is taken: files beside the database take their time.
    for request in requests.iter().filter(|request| !request.attachments.is_empty()) {
        store.keep_attachments(&request.attachments).await?;
    }
    let mut tx = store.begin().await?;
    let head = tx.hold_log().await?;
    // Not before: who waited for others is stored after them.
    let now = clock();
    let ids: Vec<Uuid> = requests.iter().flat_map(|request| &request.drafts).map(|draft| draft.id).collect();
    let mut known = tx.stored_digests(&ids).await?;
    forgive_spelling(&mut tx, &mut known, requests, now).await?;
    let foreign = foreign_targets(&mut tx, requests).await?;
    let plan = Plan::new(requests, &foreign, known, head, now);
    if plan.fresh.is_empty() {
        return Ok(plan.outcomes);
    }
    plan.write(store, &mut tx).await?;
    plan.write_attachments(store, &mut tx, requests).await?;
    let accepted = requests.iter().zip(&plan.outcomes).filter(|(_, outcome)| outcome.is_ok());
    let told = definitions.merge(&mut tx, accepted.flat_map(|(request, _)| &request.definitions)).await?;
    tx.commit().await?;
    definitions.remember(told);
    Ok(plan.outcomes)
}

/// What is stored in another spelling is looked at by what it says: such a statement counts as the one that is there.
async fn forgive_spelling(
    tx: &mut Tx,
    known: &mut HashMap<Uuid, Vec<u8>>,
    requests: &[&Request],
    now: EpochMs,
) -> Result<(), RecordError> {
    for draft in requests.iter().flat_map(|request| &request.drafts) {
        if known.get(&draft.id).is_none_or(|digest| *digest == draft.digest) {
            continue;
        }
        let Some(stored) = tx.logged(draft.id).await? else { continue };
        let sent = substance(&draft.stored(&xapi::rfc3339(now)));
        if sent.is_some() && sent == substance(&stored.payload) {
            known.insert(draft.id, draft.digest.clone());
        }
    }
    Ok(())
}

/// Of each request a statement that it would void and that another source vouches for.
async fn foreign_targets(tx: &mut Tx, requests: &[&Request]) -> Result<Vec<Option<Uuid>>, RecordError> {
    let mut foreign = Vec::with_capacity(requests.len());
    for request in requests {
        let mut first = None;
        let voiding = request.drafts.iter().filter(|draft| draft.voids && !request.voids_any);
        for target in voiding.filter_map(|draft| draft.target) {
            let stored = tx.logged(target).await?;
            first = first.or(stored.filter(|row| row.authority != request.source).map(|row| row.id));
        }
        foreign.push(first);
    }
    Ok(foreign)
}

/// What a statement says; `None` where it cannot be read.
fn substance(payload: &str) -> Option<String> {
    xapi::Statement::read(payload.as_bytes()).ok().map(|statement| statement.substance())
}

impl<'a> Plan<'a> {
    fn new(
        requests: &[&'a Request],
        foreign: &[Option<Uuid>],
        mut known: HashMap<Uuid, Vec<u8>>,
        head: Head,
        now: EpochMs,
    ) -> Self {
        // The clock may go back, or stand still; the log does not: who asks for what came since a time gets it all.
        let stored_at = EpochMs(now.0.max(head.stored_at + 1));
        let mut plan = Self { outcomes: Vec::with_capacity(requests.len()), fresh: vec![], stored_at };
        for (request, foreign) in requests.iter().zip(foreign) {
            if let Some(target) = foreign {
                plan.outcomes.push(Err(RecordError::NotYours(*target)));
                continue;
            }
            let is_other =
                |draft: &&Draft| known.get(&draft.id).is_some_and(|digest| *digest != draft.digest);
            if let Some(conflict) = request.drafts.iter().find(is_other) {
                plan.outcomes.push(Err(RecordError::Conflict(conflict.id)));
                continue;
            }
            let mut new = 0;
            for draft in &request.drafts {
                if known.insert(draft.id, draft.digest.clone()).is_none() {
                    let place = head.seq + 1 + i64::try_from(plan.fresh.len()).unwrap_or_default();
                    let Request { source, voids_any, .. } = request;
                    plan.fresh.push(Fresh { draft, source, voids_any: *voids_any, seq: place });
                    new += 1;
                }
            }
            let ids = request.drafts.iter().map(|draft| draft.id).collect();
            plan.outcomes.push(Ok(Appended { ids, new, stored_at }));
        }
        plan
    }

    async fn write(&self, store: &Store, tx: &mut Tx) -> Result<(), RecordError> {
        let mut terms: Vec<(i64, i64)> = self
            .fresh
            .iter()
            .flat_map(|fresh| fresh.draft.terms.iter().map(|term| (*term, fresh.seq)))
            .collect();
        let voided = self.relate(store, tx, &mut terms).await?;
        let text = xapi::rfc3339(self.stored_at);
        let row = |fresh: &Fresh| LogRow {
            seq: fresh.seq,
            id: fresh.draft.id,
            stored_at: self.stored_at.0,
            voided: voided.contains(&fresh.draft.id) && !fresh.draft.voids,
            authority: fresh.source.to_owned(),
            digest: fresh.draft.digest.clone(),
            payload: fresh.draft.stored(&text),
        };
        let rows: Vec<LogRow> = self.fresh.iter().map(row).collect();
        tx.append_to_log(&rows).await?;
        tx.add_recent_terms(&terms).await?;
        let seq = self.fresh.last().map_or(0, |fresh| fresh.seq);
        tx.move_log_head(Head { seq, stored_at: self.stored_at.0 }).await?;
        Ok(())
    }

    /// Follows references both ways, whichever arrives first; says which of the new statements are void.
    async fn relate(
        &self,
        store: &Store,
        tx: &mut Tx,
        terms: &mut Vec<(i64, i64)>,
    ) -> Result<HashSet<Uuid>, RecordError> {
        let ids: Vec<Uuid> = self.fresh.iter().map(|fresh| fresh.draft.id).collect();
        let before = tx.referring_to(&ids).await?;
        let refs: Vec<StatementRef> = self
            .fresh
            .iter()
            .filter_map(|fresh| {
                let target = fresh.draft.target?;
                Some(StatementRef { target, seq: fresh.seq, voids: fresh.draft.voids })
            })
            .collect();
        if before.is_empty() && refs.is_empty() {
            return Ok(HashSet::new());
        }
        let voided = self.voided(store, tx, before.iter().chain(&refs)).await?;
        tx.add_refs(&refs).await?;
        let news = self.fresh.iter().map(|fresh| references::News {
            id: fresh.draft.id,
            seq: fresh.seq,
            target: fresh.draft.target,
            terms: &fresh.draft.terms,
        });
        references::spread(tx, news.collect(), terms).await?;
        references::void_stored(tx, &refs).await?;
        Ok(voided)
    }

    /// Which of the new statements are void: their own source says so, or one that may void any.
    async fn voided(
        &self,
        store: &Store,
        tx: &mut Tx,
        refs: impl Iterator<Item = &StatementRef>,
    ) -> Result<HashSet<Uuid>, RecordError> {
        let fresh: HashMap<Uuid, &Fresh<'_>> =
            self.fresh.iter().map(|fresh| (fresh.draft.id, fresh)).collect();
        let mut voided = HashSet::new();
        for reference in refs.filter(|reference| reference.voids) {
            let Some(target) = fresh.get(&reference.target) else { continue };
            let may = match self.fresh.iter().find(|fresh| fresh.seq == reference.seq) {
                Some(voiding) => voiding.voids_any || voiding.source == target.source,
                None => match tx.logged_at(reference.seq).await? {
                    Some(row) => {
                        row.authority == target.source || holder::voids_any(store, &row.authority).await?
                    }
                    None => false,
                },
            };
            if may {
                voided.insert(reference.target);
            }
        }
        Ok(voided)
    }

    async fn write_attachments(
        &self,
        store: &Store,
        tx: &mut Tx,
        requests: &[&Request],
    ) -> Result<(), RecordError> {
        let whose: Vec<([u8; 32], i64)> = self
            .fresh
            .iter()
            .flat_map(|fresh| fresh.draft.attachments.iter().map(|sha2| (*sha2, fresh.seq)))
            .collect();
        if whose.is_empty() {
            return Ok(());
        }
        let accepted = requests.iter().zip(&self.outcomes).filter(|(_, outcome)| outcome.is_ok());
        let came: Vec<_> = accepted.flat_map(|(request, _)| request.attachments.clone()).collect();
        // Before this had its turn an erasure may have taken a file away that was there when it was looked for.
        store.keep_attachments(&came).await?;
        Ok(tx.add_attachments(&came, &whose).await?)
    }
}
