//! Terms as the index holds them: hashes. What is found by one is looked at again, so that two with the same hash
//! never answer for each other.

use std::collections::HashSet;

use sha2::{Digest, Sha256};
use store::{Tx, statements::Logged};
use xapi::{Statement, Term};

use super::references::{self, News};
use crate::ServiceError;

/// The first eight bytes of the SHA-256 of kind and text.
pub(crate) fn hashed(term: &Term) -> i64 {
    let mut hash = Sha256::new();
    hash.update(term.kind.as_str());
    hash.update([0]);
    hash.update(&term.text);
    let mut first = [0; 8];
    first.copy_from_slice(&hash.finalize()[..8]);
    i64::from_be_bytes(first)
}

pub(crate) fn of(statement: &Statement) -> Vec<i64> {
    statement.terms().iter().map(hashed).collect()
}

/// The terms of a statement as it is stored; none of one that cannot be read.
pub(crate) fn of_payload(payload: &str) -> Vec<i64> {
    Statement::read(payload.as_bytes()).map(|statement| of(&statement)).unwrap_or_default()
}

/// Takes away what a statement is found by, and what those that refer to it have from it.
pub(crate) async fn forget(tx: &mut Tx, row: &Logged) -> Result<(), ServiceError> {
    replace(tx, row, "").await
}

/// Has a statement, and those that refer to it, found by what it says from now on. What a statement is found by for
/// another reason stays.
pub(crate) async fn replace(tx: &mut Tx, row: &Logged, payload: &str) -> Result<(), ServiceError> {
    let before = of_payload(&row.payload);
    let later = Statement::read(payload.as_bytes()).ok();
    let after = later.as_ref().map(of).unwrap_or_default();
    let target = later.and_then(|statement| statement.target());
    let changed = News { id: row.id, seq: row.seq, target, terms: &after };
    let mut places = references::referring(tx, row.id).await?;
    places.push(row.seq);
    let mut gone: Vec<(i64, i64)> = Vec::new();
    let mut new: Vec<(i64, i64)> = Vec::new();
    for seq in places {
        let kept: HashSet<i64> = references::found_by(tx, seq, &changed).await?.into_iter().collect();
        gone.extend(before.iter().filter(|term| !kept.contains(term)).map(|term| (*term, seq)));
        new.extend(after.iter().map(|term| (*term, seq)));
    }
    tx.remove_terms(&gone).await?;
    Ok(tx.add_terms(&mut new).await?)
}

/// Takes the files from statements; says which are nobody's any more.
pub(crate) async fn drop_attachments(tx: &mut Tx, rows: &[Logged]) -> Result<Vec<[u8; 32]>, ServiceError> {
    let mut gone = Vec::new();
    for row in rows {
        gone.extend(tx.drop_attachments(row.seq).await?);
    }
    Ok(gone)
}
