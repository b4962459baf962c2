//! The cross-check of the headline: the effect of each wave in each period, from one comparison at a time.
//!
//! ATT(g, t) is how much more the outcome of wave g changed from its base period to t than that of units that had not
//! joined; event studies and averages are weighted sums of those cells, and so are their influence functions.
//! Callaway, Sant'Anna (2021), Difference-in-Differences with Multiple Time Periods, Journal of Econometrics 225(2).

mod adjust;
mod aggregate;
mod balance;
mod comparison;
mod covariates;
mod estimate;
mod layout;
mod left_out;
mod plan;
mod pretest;
#[cfg(test)]
mod tests;
mod weights;

pub use adjust::Adjustment;
pub use aggregate::{Aggregate, Aggregation, Part};
use comparison::Comparison;
pub use covariates::Covariates;
pub use estimate::Estimate;
use layout::Layout;
pub use left_out::{LeftOut, Why};
pub use pretest::Pretest;
use rayon::prelude::*;

use crate::{
    error::{Result, not_estimable},
    panel::Panel,
};

/// Which units a wave is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Controls {
    /// Units that join later than the period compared, and those that never do. Where every unit joins, the last wave
    /// is a control only.
    #[default]
    NotYetJoined,
    /// Units that never join, or only after the last period.
    NeverJoined,
}

/// What the outcome of a period is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Base {
    /// After joining: the last kept period before it. Before joining: the kept period just before.
    #[default]
    Last,
    /// The last kept period before joining, for every period.
    Universal,
    /// After joining: the mean of all kept periods before it. Before joining: the mean of the kept periods so far.
    Mean,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    pub controls: Controls,
    pub base: Base,
    /// Periods before joining in which its effect may already show: they are never a base, and nobody is a control in
    /// them.
    pub anticipation: u32,
}

/// One wave in one period. Before joining it is a test of the comparison, not an effect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// The wave, by the period it joined in.
    pub joined: i64,
    pub period: i64,
    /// With the standard error √(mean(ψ²)/n) over the units kept.
    pub estimate: Estimate,
    /// Units of the wave, and units compared with, that have a value on both ends.
    pub units: usize,
    pub controls: usize,
}

impl Cell {
    pub const fn event_time(&self) -> i64 {
        self.period.saturating_sub(self.joined)
    }
}

/// All comparisons of a panel.
#[derive(Debug, Clone)]
pub struct GroupTime<'panel> {
    panel: &'panel Panel,
    layout: Layout,
    anticipation: u32,
    /// How many periods, from the first on, still have a unit that has not joined.
    comparable: usize,
    cells: Vec<Cell>,
    comparisons: Vec<Comparison>,
    left_out: Vec<LeftOut>,
}

impl<'panel> GroupTime<'panel> {
    /// # Errors
    /// `NotEstimable` where no wave can be compared with anything in any period; it says why.
    pub fn of(panel: &'panel Panel, options: Options) -> Result<Self> {
        Self::fit(panel, options, None)
    }

    /// The same, with units compared that are alike in covariates, taken at the base period (its last period where
    /// the base is a mean).
    ///
    /// # Errors
    /// As [`Self::of`].
    pub fn adjusted(
        panel: &'panel Panel,
        options: Options,
        covariates: &Covariates,
        adjustment: Adjustment,
    ) -> Result<Self> {
        Self::fit(panel, options, Some((covariates, adjustment)))
    }

    fn fit(
        panel: &'panel Panel,
        options: Options,
        adjust: Option<(&Covariates, Adjustment)>,
    ) -> Result<Self> {
        let layout = Layout::of(panel, options)?;
        let planned = plan::of(&layout, options);
        let compared: Vec<_> =
            planned.into_par_iter().map(|plan| comparison::compare(&layout, plan, adjust)).collect();
        let mut fit = Self {
            panel,
            anticipation: options.anticipation,
            comparable: layout.comparable_periods(options.anticipation),
            left_out: layout.left_out().to_vec(),
            layout,
            cells: Vec::new(),
            comparisons: Vec::new(),
        };
        for compared in compared {
            match compared {
                Ok((cell, comparison)) => {
                    fit.cells.push(cell);
                    fit.comparisons.push(comparison);
                }
                Err(left_out) => fit.left_out.push(left_out),
            }
        }
        if fit.cells.is_empty() { not_estimable(left_out::nothing(&fit.left_out)) } else { Ok(fit) }
    }

    /// Every wave and period that can be compared, ascending.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// What cannot, and why.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// How many units are kept: those that had not joined when the panel begins.
    pub const fn kept_units(&self) -> usize {
        self.layout.len()
    }

    /// The influence of each unit of the panel on one of [`Self::cells`], 0 for units that are not compared in it.
    pub fn influence(&self, cell: usize) -> Option<Vec<f64>> {
        let comparison = self.comparisons.get(cell)?;
        let mut rows = vec![0.0; self.layout.len()];
        comparison.add_influence(&self.layout, 1.0, &mut rows);
        Some(self.layout.by_unit(self.panel, &rows))
    }
}
