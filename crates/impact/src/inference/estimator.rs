//! An estimator: what turns a panel into a number.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::{
    error::Result,
    imputation::{Average, Imputation, leave_out},
    panel::{Panel, Weights},
};

/// Weights per period that every unit of a wave gets alike.
pub type WaveWeights = BTreeMap<Option<i64>, Vec<f64>>;

/// Any function of a panel is one; an estimator that can do better than being called again overrides the rest.
pub trait Estimator: Sync {
    fn estimate(&self, panel: &Panel) -> Result<f64>;

    /// The estimate without each block of units.
    fn leave_out(&self, panel: &Panel, blocks: &[Vec<usize>]) -> Vec<Result<f64>> {
        blocks.par_iter().map(|block| self.estimate(&panel.without_units(block))).collect()
    }

    /// The estimate had the units joined at other times: for each deal, the joining period of each unit.
    fn dealt(&self, panel: &Panel, deals: &[Vec<Option<i64>>]) -> Vec<Result<f64>> {
        deals.par_iter().map(|joined| self.estimate(&panel.with_joining(joined))).collect()
    }

    /// The weights by wave, where the estimate is a weighted sum whose weights depend on nothing but which wave a unit
    /// is in: then they stay the same when units trade waves. `None` where that does not hold.
    fn wave_weights(&self, _panel: &Panel) -> Option<WaveWeights> {
        None
    }
}

impl<F: Fn(&Panel) -> Result<f64> + Sync> Estimator for F {
    fn estimate(&self, panel: &Panel) -> Result<f64> {
        self(panel)
    }
}

/// The average by imputation.
impl Estimator for Average {
    fn estimate(&self, panel: &Panel) -> Result<f64> {
        Imputation::of(panel)?.mean(self)
    }

    fn leave_out(&self, panel: &Panel, blocks: &[Vec<usize>]) -> Vec<Result<f64>> {
        let only = |of: Vec<Result<f64>>| of.into_iter().next().unwrap_or_else(|| self.estimate(panel));
        match leave_out(panel, std::slice::from_ref(self), blocks) {
            Ok(found) => found.into_iter().map(only).collect(),
            Err(error) => vec![Err(error); blocks.len()],
        }
    }

    fn wave_weights(&self, panel: &Panel) -> Option<WaveWeights> {
        if !panel.is_complete() || !self.is_by_wave() {
            return None;
        }
        let weights = Imputation::of(panel).ok()?.weights(self).ok()?;
        by_wave(panel, &weights)
    }
}

/// The weights of the first unit of each wave, standing for all of them.
pub(super) fn by_wave(panel: &Panel, weights: &Weights) -> Option<WaveWeights> {
    let waves = panel.waves().into_iter();
    waves.map(|(wave, units)| Some((wave, weights.row(*units.first()?).to_vec()))).collect()
}

/// The weights of any estimator that is a weighted sum of outcomes, found by asking it for one cell at a time: for
/// audits and tests, at the cost of an estimate per cell.
pub fn probe_weights(panel: &Panel, estimator: &impl Estimator) -> Result<Weights> {
    let mut weights = Weights::zero(panel);
    for unit in 0..panel.units().len() {
        for period in (0..panel.periods().len()).filter(|&period| panel.outcome(unit, period).is_some()) {
            let one = panel.with_outcome(|u, p| f64::from((u, p) == (unit, period)));
            weights.row_mut(unit)[period] = estimator.estimate(&one)?;
        }
    }
    Ok(weights)
}
