//! The log of observed over expected as an estimator, for jackknife and permutation.

use rayon::prelude::*;

use super::Counts;
use crate::{
    error::{Result, not_estimable},
    imputation::Average,
    inference::Estimator,
    panel::Panel,
};

/// ln(observed / expected) over an average of joined cells.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRatio(pub Average);

impl LogRatio {
    fn of(&self, counts: &Counts<'_>) -> Result<f64> {
        counts
            .ratio(&self.0)?
            .log_ratio
            .map_or_else(|| not_estimable("nothing was counted after joining"), Ok)
    }

    /// Each panel's estimate, searched from the fit of this one.
    fn near<T: Sync>(
        &self,
        panel: &Panel,
        all: &[T],
        other: impl Fn(&T) -> Panel + Sync,
    ) -> Vec<Result<f64>> {
        let known = Counts::of(panel);
        let rates = known.as_ref().ok().map(|counts| &counts.rates);
        let estimate = |one: &T| {
            let panel = other(one);
            Counts::near(&panel, rates).or_else(|_| Counts::of(&panel)).and_then(|counts| self.of(&counts))
        };
        all.par_iter().map(estimate).collect()
    }
}

impl Estimator for LogRatio {
    fn estimate(&self, panel: &Panel) -> Result<f64> {
        self.of(&Counts::of(panel)?)
    }

    fn leave_out(&self, panel: &Panel, blocks: &[Vec<usize>]) -> Vec<Result<f64>> {
        self.near(panel, blocks, |block| panel.without_units(block))
    }

    fn dealt(&self, panel: &Panel, deals: &[Vec<Option<i64>>]) -> Vec<Result<f64>> {
        self.near(panel, deals, |joined| panel.with_joining(joined))
    }
}
