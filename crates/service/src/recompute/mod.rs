//! Dirty blocks → packed facts → cells. Idempotent: what is computed depends on the stored facts alone, so a
//! rebuild and any order of arrivals end with the same bytes.

mod cohorts;
mod context;
mod figures;
mod participation;
mod teams;
mod timeline;

use std::collections::BTreeSet;

use domain::{CohortKey, EpochMs, period::GroupKind, time::Month};
use metrics::{FactBlock, PullRequestItem};
use store::{
    Revision, Tx,
    cells::{Cell, NOW, SPRINT},
    facts::{Dirty, StoredBlock},
};

pub(crate) use cohorts::{hull, people as people_of};
pub(crate) use context::Context;
pub(crate) use figures::side_by_side;
pub(crate) use participation::{Participation, SprintWindow};
pub(crate) use teams::{MOMENTARY, from as items_from};
pub(crate) use timeline::Timeline;

use crate::{Service, ServiceError, release};

impl Service {
    /// Computes everything that is marked, one team a transaction; says how many teams there were.
    pub async fn recompute(&self) -> Result<usize, ServiceError> {
        let mut teams = 0;
        let mut context: Option<Context> = None;
        while self.store.anything_dirty().await? {
            let mut tx = self.store.begin().await?;
            tx.own_figures().await?;
            let dirty = tx.take_dirty_team().await?;
            if dirty.is_empty() {
                break;
            }
            // Marks that were just taken may come from a change that an older context does not know.
            let current = Context::current(context.take(), &mut tx).await?;
            recompute_team(&mut tx, &current, &dirty).await?;
            tx.commit().await?;
            context = Some(current);
            teams += 1;
        }
        self.release(context).await?;
        Ok(teams)
    }

    /// Shows what was computed. Of its own: what is shown of one team depends on the others.
    async fn release(&self, context: Option<Context>) -> Result<(), ServiceError> {
        if !self.store.anything_unreleased().await? {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        tx.own_figures().await?;
        let context = Context::current(context, &mut tx).await?;
        // Taken last: who reads all facts waits for no writer.
        let alone = self.all_facts.lock().await;
        release::due(&mut tx, context).await?;
        drop(alone);
        tx.bump(Revision::Figures).await?;
        tx.commit().await?;
        self.notice_changes().await
    }
}

impl Service {
    /// Every figure may have changed since ever: the organisation's data did.
    pub(crate) async fn mark_everything(&self, tx: &mut Tx) -> Result<(), ServiceError> {
        for team in tx.all_teams().await? {
            tx.mark_team_dirty(team.key.as_str(), EpochMs(i64::MIN)).await?;
        }
        Ok(tx.bump(Revision::Directory).await?)
    }
}

/// Computes everything that is marked within a transaction that owns facts and figures: who reads them next sees the
/// change and its figures at once.
pub(crate) async fn marked(tx: &mut Tx) -> Result<(), ServiceError> {
    let mut context: Option<Context> = None;
    loop {
        let dirty = tx.take_dirty_team().await?;
        if dirty.is_empty() {
            let current = Context::current(context, tx).await?;
            release::due(tx, current).await?;
            return Ok(());
        }
        let current = Context::current(context.take(), tx).await?;
        recompute_team(tx, &current, &dirty).await?;
        context = Some(current);
    }
}

/// Packs a team's marked blocks anew and computes the cells of the team and of the cohorts its people are in.
async fn recompute_team(tx: &mut Tx, context: &Context, dirty: &[Dirty]) -> Result<(), ServiceError> {
    let Some(first) = dirty.first() else { return Ok(()) };
    for block in dirty {
        let day = format!("{}-01", block.month).parse::<jiff::civil::Date>();
        let day = day.map_err(|e| ServiceError::Rules(format!("month {}: {e}", block.month)))?;
        tx.repack(&first.team, Month { year: day.year(), month: day.month() }).await?;
    }
    let since = EpochMs(dirty.iter().map(|block| block.since).min().unwrap_or(i64::MIN));
    let facts = load(tx, &first.team).await?;
    let fresh =
        context.team(&first.team).map_or_else(Vec::new, |team| teams::cells(context, team, &facts, since));
    if since == EpochMs(i64::MIN) {
        // Sprints may have been moved or renamed, the baseline taken away.
        tx.drop_cells(GroupKind::Team, &first.team).await?;
        tx.save_cells(&fresh).await?;
        mark_all_unreleased(tx, context).await?;
    } else {
        save_changed(tx, &first.team, fresh, since).await?;
    }
    for cohort in context.cohorts_touching(&first.team) {
        let cells = cohorts::cells(tx, context, cohort).await?;
        tx.drop_cells(GroupKind::Cohort, cohort.key.as_str()).await?;
        tx.save_cells(&cells).await?;
    }
    Ok(())
}

/// Saves the cells that differ from those that are there, and marks their periods and those whose facts changed.
async fn save_changed(
    tx: &mut Tx,
    team: &str,
    mut fresh: Vec<Cell>,
    since: EpochMs,
) -> Result<(), ServiceError> {
    let before = tx.cells(GroupKind::Team, team).await?;
    let mut periods = vec![(NOW, NOW.to_owned())];
    for cell in fresh.iter().filter(|cell| cell.period_kind == SPRINT) {
        // Other figures than the team's may have changed with the facts.
        if cell.span.end > since || !before.contains(cell) {
            periods.push((SPRINT, cell.period_key.clone()));
        }
    }
    fresh.retain(|cell| !before.contains(cell));
    tx.save_cells(&fresh).await?;
    Ok(tx.mark_unreleased(&periods).await?)
}

/// Who counts where may have changed everywhere.
async fn mark_all_unreleased(tx: &mut Tx, context: &Context) -> Result<(), ServiceError> {
    let sprints = context.sprints.values().flatten().map(|sprint| sprint.key.as_str().to_owned());
    let mut keys: BTreeSet<String> = sprints.collect();
    keys.extend(tx.released_sprints().await?);
    let mut periods: Vec<_> = keys.into_iter().map(|key| (SPRINT, key)).collect();
    periods.push((NOW, NOW.to_owned()));
    Ok(tx.mark_unreleased(&periods).await?)
}

/// Computes a cohort's cells now; says which teams its people are in.
pub(crate) async fn cohort(tx: &mut Tx, key: &CohortKey) -> Result<Vec<String>, ServiceError> {
    let context = Context::load(tx).await?;
    let Some(cohort) = context.cohorts.iter().find(|cohort| cohort.key == *key) else { return Ok(vec![]) };
    let cells = cohorts::cells(tx, &context, cohort).await?;
    tx.drop_cells(GroupKind::Cohort, key.as_str()).await?;
    tx.save_cells(&cells).await?;
    Ok(context.teams_of(cohort).iter().map(|team| team.as_str().to_owned()).collect())
}

/// A team's facts in one block, sorted.
pub(crate) async fn load(tx: &mut Tx, team: &str) -> Result<FactBlock, ServiceError> {
    united(&tx.team_blocks(team).await?)
}

pub(crate) fn united(blocks: &[StoredBlock]) -> Result<FactBlock, ServiceError> {
    Ok(StoredBlock::united(blocks)?)
}

/// The newest instant these items tell of: what is open is known to be open until then.
pub(crate) fn as_of<'a>(items: impl IntoIterator<Item = &'a PullRequestItem>) -> EpochMs {
    let newest = |item: &PullRequestItem| {
        [Some(item.opened_at), item.first_review_at, item.merged_at, item.closed_at]
            .into_iter()
            .flatten()
            .max()
    };
    items.into_iter().filter_map(newest).max().unwrap_or(EpochMs(0))
}
