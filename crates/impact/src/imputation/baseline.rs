//! The cells a unit is known by before joining.

use nalgebra::DVector;

use crate::{panel::Panel, two_way::Equations};

/// The untreated, observed cells of one unit.
#[derive(Debug, Clone)]
pub(super) struct Baseline {
    /// 1 where the cell is untreated and observed, else 0; a number per period.
    pub mask: Vec<f64>,
    /// The outcome there, else 0.
    pub outcome: Vec<f64>,
    pub count: f64,
    pub mean: f64,
}

impl Baseline {
    pub fn of(panel: &Panel, unit: usize) -> Self {
        let (row, joined) = (panel.row(unit), panel.joined_at(unit));
        let (mut mask, mut outcome) = (vec![0.0; row.len()], vec![0.0; row.len()]);
        for ((mask, outcome), value) in mask.iter_mut().zip(&mut outcome).zip(&row[..joined]) {
            if value.is_finite() {
                (*mask, *outcome) = (1.0, *value);
            }
        }
        let count: f64 = mask.iter().sum();
        let mean = if count > 0.0 { outcome.iter().sum::<f64>() / count } else { 0.0 };
        Self { mask, outcome, count, mean }
    }

    /// Takes away what this unit says of the period effects.
    pub fn leave(&self, equations: &mut Equations, right: &mut DVector<f64>) {
        equations.add(&self.mask, self.count, -1.0);
        self.demand(right, -1.0);
    }

    fn demand(&self, right: &mut DVector<f64>, sign: f64) {
        for ((right, outcome), mask) in right.as_mut_slice().iter_mut().zip(&self.outcome).zip(&self.mask) {
            *right += sign * mask * (outcome - self.mean);
        }
    }

    /// The periods of its cells.
    pub fn periods(&self) -> impl Iterator<Item = usize> {
        self.mask.iter().enumerate().filter(|(_, mask)| **mask > 0.0).map(|(period, _)| period)
    }

    /// The mean of a value per period over its cells.
    pub fn mean_of(&self, by_period: &[f64]) -> f64 {
        let sum: f64 = self.mask.iter().zip(by_period).map(|(mask, value)| mask * value).sum();
        if self.count > 0.0 { sum / self.count } else { 0.0 }
    }
}

/// The system of the period effects, and its right side.
pub(super) fn system(periods: usize, baselines: &[Baseline]) -> (Equations, DVector<f64>) {
    let masks = baselines.iter().map(|baseline| (baseline.mask.as_slice(), baseline.count));
    let mut right = DVector::zeros(periods);
    for baseline in baselines {
        baseline.demand(&mut right, 1.0);
    }
    (Equations::of_masks(periods, masks), right)
}
