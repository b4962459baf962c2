//! Averages without some units, by taking those units out of the fitted system instead of fitting anew.

use nalgebra::DVector;
use rayon::prelude::*;

use super::{
    Average, Effect, Imputation,
    baseline::{self, Baseline},
    no_cell,
};
use crate::{
    error::Result,
    panel::Panel,
    two_way::{Components, Equations},
};

/// The averages of the panel without each block of units: for each block, an estimate per average.
///
/// Equal to fitting `panel.without_units(block)`, at the cost of one system of the size of the periods per block. Where
/// leaving a block out changes what can be compared with what, the panel is fitted anew.
///
/// # Errors
/// Where the whole panel has no fit.
pub fn leave_out(
    panel: &Panel,
    averages: &[Average],
    blocks: &[Vec<usize>],
) -> Result<Vec<Vec<Result<f64>>>> {
    let fit = Imputation::of(panel)?;
    let whole = Whole::of(&fit, averages);
    Ok(blocks.par_iter().map(|block| whole.without(block)).collect())
}

struct Whole<'fit> {
    fit: &'fit Imputation<'fit>,
    equations: Equations,
    right: DVector<f64>,
    averages: &'fit [Average],
    sums: Vec<Sum>,
}

/// An average before normalising, and how it moves with the period effects.
#[derive(Clone)]
struct Sum {
    effect: f64,
    weight: f64,
    /// How much the sum falls for a rise of each period effect.
    slope: DVector<f64>,
}

impl<'fit> Whole<'fit> {
    fn of(fit: &'fit Imputation<'fit>, averages: &'fit [Average]) -> Self {
        let (equations, right) = baseline::system(fit.panel.periods().len(), &fit.baselines);
        let sums = averages.par_iter().map(|average| Sum::of(fit, average)).collect();
        Self { fit, equations, right, averages, sums }
    }

    fn without(&self, block: &[usize]) -> Vec<Result<f64>> {
        self.components_without(block)
            .and_then(|components| self.updated(block, &components).ok())
            .unwrap_or_else(|| self.refitted(block))
    }

    /// The same components as before, or `None` where they change.
    fn components_without(&self, block: &[usize]) -> Option<Components> {
        let rank = self.fit.components.rank();
        let kept = self.fit.baselines.iter().enumerate().filter(|(unit, _)| !block.contains(unit));
        let components = Components::reaching(
            self.fit.panel.periods().len(),
            kept.map(|(_, baseline)| baseline.mask.as_slice()),
            rank,
        );
        (components.rank() == rank).then_some(components)
    }

    fn updated(&self, block: &[usize], components: &Components) -> Result<Vec<Result<f64>>> {
        let (mut equations, mut right) = (self.equations.clone(), self.right.clone());
        for &unit in block {
            self.fit.baselines[unit].leave(&mut equations, &mut right);
        }
        let moved = equations.factor(components)?.solve(right);
        let moved: Vec<f64> =
            moved.iter().zip(&self.fit.period_effects).map(|(now, was)| now - was).collect();
        let moved = DVector::from_vec(moved);
        let cells: Vec<(&Effect, f64)> = block.iter().flat_map(|&unit| self.own(unit, &moved)).collect();
        let averages = self.averages.iter().zip(&self.sums);
        Ok(averages.map(|(average, sum)| self.remaining(average, sum, &cells, &moved)).collect())
    }

    /// The effects of a unit's own cells under the moved period effects.
    fn own(&self, unit: usize, moved: &DVector<f64>) -> impl Iterator<Item = (&Effect, f64)> {
        let first = self.fit.effects.partition_point(|cell| cell.unit < unit);
        let own = self.fit.baselines[unit].mean_of(moved.as_slice());
        let cells = self.fit.effects[first..].iter().take_while(move |cell| cell.unit == unit);
        cells.map(move |cell| (cell, cell.effect + own - moved[cell.period]))
    }

    fn remaining(
        &self,
        average: &Average,
        sum: &Sum,
        gone: &[(&Effect, f64)],
        moved: &DVector<f64>,
    ) -> Result<f64> {
        let start = (sum.effect - sum.slope.dot(moved), sum.weight);
        let (effect, weight) = gone.iter().fold(start, |(effect, all), (cell, value)| {
            let weight = self.fit.weight(average, cell);
            (effect - weight * value, all - weight)
        });
        // What is left of weights that cancel is rounding, not a cell.
        if weight > sum.weight * 1e-12 { Ok(effect / weight) } else { no_cell() }
    }

    fn refitted(&self, block: &[usize]) -> Vec<Result<f64>> {
        let panel = self.fit.panel.without_units(block);
        match Imputation::of(&panel) {
            Ok(fit) => self.averages.iter().map(|average| fit.mean(average)).collect(),
            Err(error) => vec![Err(error); self.averages.len()],
        }
    }
}

impl Sum {
    fn of(fit: &Imputation<'_>, average: &Average) -> Self {
        let mut sum = Self { effect: 0.0, weight: 0.0, slope: DVector::zeros(fit.panel.periods().len()) };
        for cells in fit.effects.chunk_by(|a, b| a.unit == b.unit) {
            let own = sum.add_cells(fit, average, cells);
            sum.add_unit(&fit.baselines[cells[0].unit], own);
        }
        sum
    }

    fn add_cells(&mut self, fit: &Imputation<'_>, average: &Average, cells: &[Effect]) -> f64 {
        let before = self.weight;
        for cell in cells {
            let weight = fit.weight(average, cell);
            self.effect += weight * cell.effect;
            self.weight += weight;
            self.slope[cell.period] += weight;
        }
        self.weight - before
    }

    fn add_unit(&mut self, baseline: &Baseline, weight: f64) {
        if weight != 0.0 {
            for (slope, mask) in self.slope.iter_mut().zip(&baseline.mask) {
                *slope -= weight * mask / baseline.count;
            }
        }
    }
}
