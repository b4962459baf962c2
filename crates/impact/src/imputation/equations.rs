//! Least squares of unit and period effects with the units eliminated: a system of the size of the periods.
//!
//! Each unit adds its own part to the system, so that leaving one out is a subtraction. The system is the Laplacian of
//! the graph of periods, singular once per component; one period of each is held at 0.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use super::baseline::{Baseline, Components};
use crate::error::{Result, not_estimable};

#[derive(Debug, Clone)]
pub(super) struct Equations {
    /// Lower triangle only.
    matrix: DMatrix<f64>,
    right: DVector<f64>,
}

/// The solved system.
#[derive(Debug, Clone)]
pub(super) struct Solved {
    factor: Cholesky<f64, Dyn>,
    held: Vec<bool>,
    /// The period effects, up to a constant per component.
    pub effects: Vec<f64>,
}

impl Equations {
    pub fn of<'a>(periods: usize, baselines: impl IntoIterator<Item = &'a Baseline>) -> Self {
        let mut all = Self { matrix: DMatrix::zeros(periods, periods), right: DVector::zeros(periods) };
        baselines.into_iter().for_each(|baseline| all.add(baseline, 1.0));
        all
    }

    /// Adds a unit, or with sign −1 takes it away.
    pub fn add(&mut self, baseline: &Baseline, sign: f64) {
        if baseline.count == 0.0 {
            return;
        }
        let share = sign / baseline.count;
        let periods = baseline.mask.len();
        let columns = self.matrix.as_mut_slice().chunks_mut(periods.max(1));
        for ((period, column), right) in columns.enumerate().zip(self.right.iter_mut()) {
            if baseline.mask[period] > 0.0 {
                for (entry, mask) in column[period..].iter_mut().zip(&baseline.mask[period..]) {
                    *entry -= share * mask;
                }
                column[period] += sign;
                *right += sign * (baseline.outcome[period] - baseline.mean);
            }
        }
    }

    pub fn solve(mut self, components: &Components) -> Result<Solved> {
        let periods = self.right.len();
        let held: Vec<bool> = (0..periods)
            .map(|period| components.component(period).is_none_or(|root| root == period))
            .collect();
        for period in (0..periods).filter(|&period| held[period]) {
            self.matrix.row_mut(period).fill(0.0);
            self.matrix.column_mut(period).fill(0.0);
            self.matrix[(period, period)] = 1.0;
        }
        let Some(factor) = Cholesky::new(self.matrix) else {
            return not_estimable("unit and period effects cannot be told apart in these cells");
        };
        let mut solved = Solved { factor, held, effects: Vec::new() };
        solved.effects = solved.back(self.right);
        Ok(solved)
    }
}

impl Solved {
    /// The solution of the system for another right side, one that sums to 0 over each component.
    pub fn back(&self, mut right: DVector<f64>) -> Vec<f64> {
        for (value, _) in right.iter_mut().zip(&self.held).filter(|(_, held)| **held) {
            *value = 0.0;
        }
        self.factor.solve_mut(&mut right);
        right.as_slice().to_vec()
    }
}
