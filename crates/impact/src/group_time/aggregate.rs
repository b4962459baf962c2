//! Averages of comparisons: over all, by event time, by wave, by calendar period.
//!
//! Cells are weighted by the size of their wave; that the sizes are estimated too is part of the influence function
//! (section 3 of the paper). What cannot be estimated leaves the averages.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Cell, Estimate, GroupTime, layout::Layout};
use crate::error::{Result, not_estimable};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregation {
    /// All joined cells.
    Simple,
    /// By periods since joining, also before it; overall is the plain mean from joining on. With `balance`, only waves
    /// that are seen at every event time up to it, and only event times up to it.
    Dynamic { balance: Option<i64> },
    /// By wave; overall weights each by its size.
    Group,
    /// By period; overall is the plain mean.
    Calendar,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Aggregate {
    /// With the standard error √(mean(ψ²)/n) over the units kept, as that of each part.
    pub overall: Estimate,
    /// ψ of each unit of the panel on the overall effect, 0 for units not kept.
    pub influence: Vec<f64>,
    /// None for [`Aggregation::Simple`].
    pub parts: Vec<Part>,
}

/// One event time, wave or period.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Periods since joining, the period the wave joined in, or the period.
    pub at: i64,
    pub estimate: Estimate,
    /// As for the aggregate.
    pub influence: Vec<f64>,
}

/// Comparisons that are averaged together.
pub(super) struct Pool {
    pub at: i64,
    pub effect: f64,
    /// Index of the comparison, and its weight; they sum to 1.
    pub shares: Vec<(usize, f64)>,
    /// What the size of a wave being estimated adds to ψ of its units.
    sizes: Vec<(usize, f64)>,
    /// What the pool weighs in the overall effect.
    pub weight: f64,
}

/// Pools and what they come to.
pub(super) struct Composite {
    pub pools: Vec<Pool>,
    pub overall: f64,
    /// As in [`Pool`], for the overall effect.
    sizes: Vec<(usize, f64)>,
}

impl GroupTime<'_> {
    /// Only cells up to `max_event_time` count, where one is given.
    ///
    /// # Errors
    /// `NotEstimable` where no joined cell counts.
    pub fn aggregate(&self, by: Aggregation, max_event_time: Option<i64>) -> Result<Aggregate> {
        let composite = self.composite(by, max_event_time)?;
        let influences: Vec<Vec<f64>> = composite.pools.par_iter().map(|pool| self.pooled(pool)).collect();
        let mut overall = vec![0.0; self.layout.len()];
        for (pool, influence) in composite.pools.iter().zip(&influences).filter(|(pool, _)| pool.weight > 0.0)
        {
            overall.iter_mut().zip(influence).for_each(|(sum, own)| *sum += pool.weight * own);
        }
        add_sizes(&self.layout, &composite.sizes, &mut overall);
        let part = |(pool, influence): (&Pool, &Vec<f64>)| Part {
            at: pool.at,
            estimate: estimate(pool.effect, influence),
            influence: self.layout.by_unit(self.panel, influence),
        };
        let parts = composite.pools.iter().zip(&influences).map(part);
        Ok(Aggregate {
            overall: estimate(composite.overall, &overall),
            influence: self.layout.by_unit(self.panel, &overall),
            parts: if by == Aggregation::Simple { Vec::new() } else { parts.collect() },
        })
    }

    /// The overall effect alone, without its influence function: for resampling.
    ///
    /// # Errors
    /// As [`Self::aggregate`].
    pub fn effect(&self, by: Aggregation, max_event_time: Option<i64>) -> Result<f64> {
        Ok(self.composite(by, max_event_time)?.overall)
    }

    pub(super) fn composite(&self, by: Aggregation, max_event_time: Option<i64>) -> Result<Composite> {
        let within = |cell: &Cell| max_event_time.is_none_or(|most| cell.event_time() <= most);
        let joined = |cell: &Cell| cell.event_time() >= 0 && within(cell);
        let mut pools = match by {
            Aggregation::Simple => self.pools(joined, |_| 0),
            Aggregation::Group => self.pools(joined, |cell| cell.joined),
            Aggregation::Calendar => self.pools(joined, |cell| cell.period),
            Aggregation::Dynamic { balance: None } => self.pools(within, Cell::event_time),
            Aggregation::Dynamic { balance: Some(balance) } => {
                let kept = self.balanced(balance);
                self.pools(|cell| kept(cell) && within(cell), Cell::event_time)
            }
        };
        self.weigh(by, &mut pools);
        let overall = pools.iter().map(|pool| pool.weight * pool.effect).sum();
        let sizes = if by == Aggregation::Group { self.wave_sizes(&pools, overall) } else { Vec::new() };
        if pools.iter().all(|pool| pool.weight == 0.0) {
            return not_estimable(
                "no joined cell of this average can be compared with units that had not joined",
            );
        }
        Ok(Composite { pools, overall, sizes })
    }

    /// What each pool weighs in the overall effect.
    fn weigh(&self, by: Aggregation, pools: &mut [Pool]) {
        let weight = |pool: &Pool| match by {
            Aggregation::Dynamic { .. } => f64::from(u8::from(pool.at >= 0)),
            Aggregation::Group => pool.shares.first().map_or(0.0, |(cell, _)| self.size(*cell)),
            Aggregation::Simple | Aggregation::Calendar => 1.0,
        };
        let weights: Vec<f64> = pools.iter().map(weight).collect();
        let sum: f64 = weights.iter().sum();
        pools
            .iter_mut()
            .zip(weights)
            .for_each(|(pool, weight)| pool.weight = if sum > 0.0 { weight / sum } else { 0.0 });
    }

    fn pools(&self, counts: impl Fn(&Cell) -> bool, at: impl Fn(&Cell) -> i64) -> Vec<Pool> {
        let mut by = BTreeMap::<i64, Vec<usize>>::new();
        for (index, cell) in self.cells.iter().enumerate().filter(|(_, cell)| counts(cell)) {
            by.entry(at(cell)).or_default().push(index);
        }
        by.into_iter().map(|(at, cells)| self.pool(at, &cells)).collect()
    }

    fn pool(&self, at: i64, cells: &[usize]) -> Pool {
        let all: f64 = cells.iter().map(|&cell| self.size(cell)).sum();
        let shares: Vec<(usize, f64)> = cells.iter().map(|&cell| (cell, self.size(cell) / all)).collect();
        let effect = shares.iter().map(|(cell, share)| share * self.cells[*cell].estimate.effect).sum();
        let mut sizes = BTreeMap::<usize, f64>::new();
        for &cell in cells {
            let more = (self.cells[cell].estimate.effect - effect) / all;
            *sizes.entry(self.comparisons[cell].plan.wave).or_default() += more;
        }
        Pool { at, effect, shares, sizes: sizes.into_iter().collect(), weight: 0.0 }
    }

    fn wave_sizes(&self, pools: &[Pool], overall: f64) -> Vec<(usize, f64)> {
        let wave =
            |pool: &Pool| pool.shares.first().map(|(cell, _)| (self.comparisons[*cell].plan.wave, *cell));
        let waves: Vec<(usize, usize, f64)> = pools
            .iter()
            .filter_map(|pool| wave(pool).map(|(wave, cell)| (wave, cell, pool.effect)))
            .collect();
        let all: f64 = waves.iter().map(|(_, cell, _)| self.size(*cell)).sum();
        waves.into_iter().map(|(wave, _, effect)| (wave, (effect - overall) / all)).collect()
    }

    /// The share of all kept units that are in the wave of this cell.
    fn size(&self, cell: usize) -> f64 {
        let wave = &self.layout.waves[self.comparisons[cell].plan.wave];
        wave.rows.len() as f64 / self.layout.len() as f64
    }

    fn pooled(&self, pool: &Pool) -> Vec<f64> {
        let mut rows = vec![0.0; self.layout.len()];
        for (cell, share) in &pool.shares {
            self.comparisons[*cell].add_influence(&self.layout, *share, &mut rows);
        }
        add_sizes(&self.layout, &pool.sizes, &mut rows);
        rows
    }
}

fn add_sizes(layout: &Layout, sizes: &[(usize, f64)], rows: &mut [f64]) {
    for (wave, size) in sizes {
        rows[layout.waves[*wave].rows.clone()].iter_mut().for_each(|row| *row += size);
    }
}

fn estimate(effect: f64, influence: &[f64]) -> Estimate {
    let squares: f64 = influence.iter().map(|influence| influence * influence).sum();
    Estimate { effect, standard_error: squares.sqrt() / influence.len() as f64 }
}
