//! All cells at once, from the packed facts, on all cores.

use std::sync::{Mutex, PoisonError};

use domain::{EpochMs, TeamKey};
use store::{Revision, cells::Cell, facts::StoredBlock};

use super::{Context, cohorts, teams};
use crate::{
    Service, ServiceError,
    release::{self, Computed, Facts},
};

impl Service {
    /// Computes every cell anew from the packed facts; says how many. For when a definition changed: arriving facts
    /// are dealt with by `recompute`, changed payload rules by `rebuild`.
    pub async fn rebuild_figures(&self) -> Result<usize, ServiceError> {
        self.recompute().await?;
        let mut tx = self.store.begin().await?;
        tx.own_figures().await?;
        let context = Context::load(&mut tx).await?;
        let blocks = tx.all_blocks().await?;
        let computed = tokio::task::spawn_blocking(move || (compute(&context, blocks), context)).await;
        let (computed, context) =
            computed.map_err(|e| ServiceError::Rules(format!("computing figures broke off: {e}")))?;
        let (cells, facts) = computed?;
        let count = cells.len();
        super::mark_all_unreleased(&mut tx, &context).await?;
        release::due_with(&mut tx, context, Computed { facts, cells }).await?;
        tx.bump(Revision::Figures).await?;
        tx.commit().await?;
        self.notice_changes().await?;
        Ok(count)
    }
}

/// All cells, and the facts that they were computed from.
fn compute(context: &Context, blocks: Vec<StoredBlock>) -> Result<(Vec<Cell>, Facts), ServiceError> {
    let facts = Facts::of(blocks)?;
    // A team without facts has cells too: "no data" is a statement.
    let teams: Vec<&TeamKey> = context.sprints.keys().collect();
    let of_teams =
        side_by_side(&teams, |team| Ok(teams::cells(context, team, facts.team(team), EpochMs(i64::MIN))))?;
    let of_cohorts = side_by_side(&context.cohorts, |cohort| {
        let own = context.teams_of(cohort).into_iter().map(|team| (team, facts.team(team)));
        Ok(cohorts::cells_of(context, cohort, own.collect()))
    })?;
    Ok((of_teams.into_iter().chain(of_cohorts).flatten().collect(), facts))
}

/// Applies `work` to every item, in order, spread over the cores of the machine: whoever is done takes the next, so
/// that none waits for another's longer half.
pub(crate) fn side_by_side<I, R>(
    items: I,
    work: impl Fn(I::Item) -> Result<R, ServiceError> + Sync,
) -> Result<Vec<R>, ServiceError>
where
    I: IntoIterator<IntoIter: ExactSizeIterator + Send>,
    R: Send,
{
    let items = items.into_iter();
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(items.len());
    let waiting = Mutex::new(items.enumerate());
    let take = || {
        let mut done = Vec::new();
        loop {
            // A name of its own: in a pattern, the lock would be held while the work is done.
            let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((at, item)) = next else { return done };
            done.push((at, work(item)));
        }
    };
    let mut done: Vec<(usize, Result<R, ServiceError>)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(take)).collect();
        let broke = |_| ServiceError::Rules("computing figures broke off".to_owned());
        let mut done = Vec::new();
        for thread in threads {
            done.extend(thread.join().map_err(broke)?);
        }
        Ok::<_, ServiceError>(done)
    })?;
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
