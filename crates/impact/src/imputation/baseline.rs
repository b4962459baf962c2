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
        let untreated =
            |period: usize| panel.outcome(unit, period).filter(|_| !panel.is_treated(unit, period));
        let cells: Vec<Option<f64>> = (0..panel.periods().len()).map(untreated).collect();
        let mask: Vec<f64> = cells.iter().map(|cell| f64::from(cell.is_some())).collect();
        let outcome: Vec<f64> = cells.iter().map(|cell| cell.unwrap_or(0.0)).collect();
        let count: f64 = mask.iter().sum();
        let mean = if count > 0.0 { outcome.iter().sum::<f64>() / count } else { 0.0 };
        Self { mask, outcome, count, mean }
    }

    /// Adds what this unit says of the period effects, or with sign −1 takes it away.
    pub fn add(&self, equations: &mut Equations, right: &mut DVector<f64>, sign: f64) {
        equations.add(&self.mask, self.count, sign);
        for period in self.periods() {
            right[period] += sign * (self.outcome[period] - self.mean);
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
    let (mut equations, mut right) = (Equations::zero(periods), DVector::zeros(periods));
    for baseline in baselines {
        baseline.add(&mut equations, &mut right, 1.0);
    }
    (equations, right)
}
