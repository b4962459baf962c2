//! The step after figures were computed: what is marked is released, in the transaction of whoever computed.

use domain::PersonKey;
use store::{
    Tx,
    cells::{NOW, SPRINT},
};
use tokio::task::JoinHandle;

use super::{
    seating::renamed,
    work::{Computed, Done, Work},
};
use crate::{ServiceError, recompute::Context};

/// Releases the periods that are marked. Says whether there were any, and gives the context back.
pub(crate) async fn due(tx: &mut Tx, context: Context) -> Result<(Context, bool), ServiceError> {
    let marked = tx.take_unreleased().await?;
    if marked.is_empty() {
        return Ok((context, false));
    }
    let work = Work::load(tx, &context, marked, None).await?;
    Ok((write(tx, begin(work, context)).await?, true))
}

/// Releases the periods that are marked from all cells, which are not stored yet, and stores these meanwhile: that takes
/// the transaction, and the other the cores.
pub(crate) async fn due_with(
    tx: &mut Tx,
    context: Context,
    computed: Computed,
) -> Result<Context, ServiceError> {
    let marked = tx.take_unreleased().await?;
    let cells = computed.cells.clone();
    let work = Work::load(tx, &context, marked, Some(computed)).await?;
    let computing = begin(work, context);
    tx.replace_all_cells(&cells).await?;
    write(tx, computing).await
}

type Computing = JoinHandle<(Context, Result<Done, ServiceError>)>;

fn begin(work: Work, context: Context) -> Computing {
    tokio::task::spawn_blocking(move || {
        let done = work.compute(&context);
        (context, done)
    })
}

async fn write(tx: &mut Tx, computing: Computing) -> Result<Context, ServiceError> {
    let (context, done) =
        computing.await.map_err(|e| ServiceError::Rules(format!("releasing figures broke off: {e}")))?;
    let done = done?;
    for ((kind, key), rows) in &done.rows {
        tx.replace_releases(kind, key, rows).await?;
    }
    for seating in &done.seatings {
        tx.save_seating(seating).await?;
    }
    Ok(context)
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
