//! A statement that refers to another one is found by what that one is found by, and so on along the chain, in whatever
//! order they arrive.

use std::collections::{HashMap, HashSet};

use store::{Tx, statements::StatementRef};
use uuid::Uuid;
use xapi::Statement;

use super::terms;
use crate::ServiceError;

/// Longer chains are followed so far.
const CHAIN: usize = 32;

/// A statement that is about to be stored.
pub(crate) struct News<'a> {
    pub(crate) id: Uuid,
    pub(crate) seq: i64,
    pub(crate) target: Option<Uuid>,
    pub(crate) terms: &'a [i64],
}

/// Adds to `terms` what new statements inherit from those they refer to, and what others inherit from the new ones. The
/// references of the new ones are written already.
pub(crate) async fn spread(
    tx: &mut Tx,
    news: Vec<News<'_>>,
    terms: &mut Vec<(i64, i64)>,
) -> Result<(), ServiceError> {
    let by_id: HashMap<Uuid, &News<'_>> = news.iter().map(|one| (one.id, one)).collect();
    for one in &news {
        let mut known_by = one.terms.to_vec();
        if let Some(target) = one.target {
            known_by.extend(inherited(tx, target, &by_id).await?);
            terms.extend(known_by.iter().map(|term| (*term, one.seq)));
        }
        for seq in referring(tx, one.id).await? {
            terms.extend(known_by.iter().map(|term| (*term, seq)));
        }
    }
    Ok(())
}

/// What the statement `target`, and those along its chain, are found by.
async fn inherited(
    tx: &mut Tx,
    target: Uuid,
    news: &HashMap<Uuid, &News<'_>>,
) -> Result<Vec<i64>, ServiceError> {
    let (mut found, mut next, mut seen) = (Vec::new(), Some(target), HashSet::new());
    while let Some(id) = next.filter(|id| seen.len() < CHAIN && seen.insert(*id)) {
        if let Some(one) = news.get(&id) {
            found.extend_from_slice(one.terms);
            next = one.target;
            continue;
        }
        let stored = tx.logged(id).await?.and_then(|row| Statement::read(row.payload.as_bytes()).ok());
        found.extend(stored.iter().flat_map(terms::of));
        next = stored.and_then(|statement| statement.target());
    }
    Ok(found)
}

/// Everything that the statement at a place is found by once one of them has changed.
pub(crate) async fn found_by(tx: &mut Tx, seq: i64, changed: &News<'_>) -> Result<Vec<i64>, ServiceError> {
    let (mut found, target) = if seq == changed.seq {
        (changed.terms.to_vec(), changed.target)
    } else {
        let row = tx.logged_at(seq).await?;
        let stored = row.and_then(|row| Statement::read(row.payload.as_bytes()).ok());
        (stored.iter().flat_map(terms::of).collect(), stored.and_then(|statement| statement.target()))
    };
    if let Some(target) = target {
        found.extend(inherited(tx, target, &HashMap::from([(changed.id, changed)])).await?);
    }
    Ok(found)
}

/// The places of the stored statements that refer to `id`, directly or along a chain.
pub(crate) async fn referring(tx: &mut Tx, id: Uuid) -> Result<Vec<i64>, ServiceError> {
    let (mut places, mut wave, mut seen) = (Vec::new(), vec![id], HashSet::from([id]));
    for _ in 0..CHAIN {
        let refs = tx.referring_to(&wave).await?;
        wave = Vec::new();
        for reference in refs {
            places.push(reference.seq);
            // One that is about to be stored is not there yet; its own turn comes.
            if let Some(row) = tx.logged_at(reference.seq).await?.filter(|row| seen.insert(row.id)) {
                wave.push(row.id);
            }
        }
        if wave.is_empty() {
            break;
        }
    }
    Ok(places)
}

/// Voids the statements that are stored already and that new ones say are void. A voiding statement stays as it is.
pub(crate) async fn void_stored(tx: &mut Tx, refs: &[StatementRef]) -> Result<(), ServiceError> {
    for reference in refs.iter().filter(|reference| reference.voids) {
        let Some(row) = tx.logged(reference.target).await? else { continue };
        let voids =
            Statement::read(row.payload.as_bytes()).is_ok_and(|statement| statement.voids().is_some());
        if !voids {
            tx.void_statement(row.id).await?;
        }
    }
    Ok(())
}
