//! The effect with its intervals and its p-value.

use std::collections::BTreeSet;

use ::impact::{
    doubts::LeaveOneOut,
    error::Result,
    inference::{Jackknife, PermutationOptions, permute},
};

use super::{
    super::view::{Headline, Scale},
    fit::{Compared, Estimand, by_teams, by_waves, interval},
    table::Table,
};

/// Ways to deal the joining sprints out to teams that are looked at.
pub(super) const DEALS: PermutationOptions =
    PermutationOptions { exact_up_to: 2_000, draws: 999, seed: 20_261_122, level: None };

/// The estimate with what is left out one by one.
pub(super) struct Estimated {
    pub headline: Headline,
    pub by_team: Jackknife,
    pub leave_one_out: LeaveOneOut,
}

/// # Errors
/// Where there is no estimate, or no interval by team: a number without one is not told.
pub(super) fn estimated(
    table: &Table,
    estimand: &Estimand,
    cells: &[Compared],
    scale: Scale,
) -> Result<Estimated> {
    let by_team = by_teams(&table.panel, estimand)?;
    let by_cohort = by_waves(&table.panel, estimand).ok();
    let permutation = permute(&table.panel, estimand, &DEALS).ok();
    let p = permutation.as_ref().map(|permutation| permutation.p_value);
    let headline = Headline {
        effect: by_team.estimate,
        per_cent: scale.per_cent(by_team.estimate),
        by_team: interval(&by_team),
        by_cohort: by_cohort.as_ref().and_then(interval),
        p,
        p_adjusted: p,
        is_exact: permutation.is_some_and(|permutation| permutation.exact),
        teams: table.counted().map(|(unit, ..)| unit).collect::<BTreeSet<_>>().len(),
        joined_teams: cells.iter().map(|cell| cell.unit).collect::<BTreeSet<_>>().len(),
        sprints: cells.iter().map(|cell| cell.period).collect::<BTreeSet<_>>().len(),
        items: table.counted().map(|(.., cell)| cell.items).sum(),
    };
    Ok(Estimated { headline, leave_one_out: LeaveOneOut::of(&by_team), by_team })
}
