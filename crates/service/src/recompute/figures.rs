//! All cells at once, from the packed facts, on all cores.

use std::collections::BTreeMap;

use domain::{EpochMs, TeamKey};
use metrics::FactBlock;
use store::{Revision, cells::Cell, facts::StoredBlock};

use super::{Context, cohorts, teams};
use crate::{Service, ServiceError, release};

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
        let (cells, context) =
            computed.map_err(|e| ServiceError::Rules(format!("computing figures broke off: {e}")))?;
        let cells = cells?;
        tx.drop_all_cells().await?;
        tx.save_cells(&cells).await?;
        super::mark_all_unreleased(&mut tx, &context).await?;
        release::due(&mut tx, context).await?;
        tx.bump(Revision::Figures).await?;
        tx.commit().await?;
        self.notice_changes().await?;
        Ok(cells.len())
    }
}

fn compute(context: &Context, blocks: Vec<StoredBlock>) -> Result<Vec<Cell>, ServiceError> {
    let mut by_team: BTreeMap<String, Vec<StoredBlock>> = BTreeMap::new();
    for block in blocks {
        by_team.entry(block.team.clone()).or_default().push(block);
    }
    // A team without facts has cells too: "no data" is a statement.
    let blocks_of = |team: &TeamKey| by_team.remove(team.as_str()).unwrap_or_default();
    let teams: Vec<&TeamKey> = context.sprints.keys().collect();
    let teams: Vec<(&TeamKey, Vec<StoredBlock>)> =
        teams.iter().copied().zip(teams.iter().copied().map(blocks_of)).collect();
    let done = side_by_side(&teams, |(team, blocks)| {
        let facts = super::united(blocks)?;
        Ok((*team, teams::cells(context, team, &facts, EpochMs(i64::MIN)), facts))
    })?;
    let facts: BTreeMap<&TeamKey, &FactBlock> = done.iter().map(|(team, _, facts)| (*team, facts)).collect();
    let of_cohorts = side_by_side(&context.cohorts, |cohort| {
        let own = context.teams_of(cohort).into_iter().filter_map(|team| Some((team, *facts.get(team)?)));
        Ok(cohorts::cells_of(context, cohort, own.collect()))
    })?;
    let of_teams = done.iter().flat_map(|(_, cells, _)| cells).cloned();
    Ok(of_teams.chain(of_cohorts.into_iter().flatten()).collect())
}

/// Applies `work` to every item, in order, spread over the cores of the machine.
pub(crate) fn side_by_side<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> Result<R, ServiceError> + Sync,
) -> Result<Vec<R>, ServiceError> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let work = &work;
    std::thread::scope(|scope| {
        let chunks = items.chunks(items.len().div_ceil(cores).max(1));
        let threads: Vec<_> =
            chunks.map(|chunk| scope.spawn(move || chunk.iter().map(work).collect::<Vec<_>>())).collect();
        let broke = |_| ServiceError::Rules("computing figures broke off".to_owned());
        let mut results = Vec::with_capacity(items.len());
        for thread in threads {
            results.extend(thread.join().map_err(broke)?);
        }
        results.into_iter().collect()
    })
}
