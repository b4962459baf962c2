//! The step after figures were computed: what is marked is released, in the transaction of whoever computed.

use domain::PersonKey;
use store::{
    Tx,
    cells::{NOW, SPRINT},
};

use super::{
    seating::renamed,
    work::{Computed, Work},
};
use crate::{ServiceError, recompute::Context};

/// Releases the periods that are marked. Says whether there were any, and gives the context back.
pub(crate) async fn due(tx: &mut Tx, context: Context) -> Result<(Context, bool), ServiceError> {
    due_from(tx, context, None).await
}

/// The same from what is in memory, if this transaction computed everything.
pub(crate) async fn due_from(
    tx: &mut Tx,
    context: Context,
    computed: Option<Computed>,
) -> Result<(Context, bool), ServiceError> {
    let marked = tx.take_unreleased().await?;
    if marked.is_empty() {
        return Ok((context, false));
    }
    let work = Work::load(tx, &context, marked, computed).await?;
    let computed = tokio::task::spawn_blocking(move || {
        let done = work.compute(&context);
        (context, done)
    });
    let (context, done) =
        computed.await.map_err(|e| ServiceError::Rules(format!("releasing figures broke off: {e}")))?;
    let done = done?;
    for ((kind, key), rows) in &done.rows {
        tx.replace_releases(kind, key, rows).await?;
    }
    for seating in &done.seatings {
        tx.save_seating(seating).await?;
    }
    Ok((context, true))
}

/// Shows all figures as the organisation is now, whatever that says of corrections that were made meanwhile: for the
/// operator, who sees the people anyway.
pub(crate) async fn forget_seatings(tx: &mut Tx) -> Result<(), ServiceError> {
    Ok(tx.forget_seatings().await?)
}

/// Puts another key in the place of somebody's: they were erased, and who counts where does not change.
pub(crate) async fn rename(tx: &mut Tx, old: PersonKey, new: PersonKey) -> Result<(), ServiceError> {
    for kind in [SPRINT, NOW] {
        for seating in tx.seatings_of(kind).await? {
            if let Some(renamed) = renamed(&seating, old, new)? {
                tx.save_seating(&renamed).await?;
            }
        }
    }
    Ok(())
}
