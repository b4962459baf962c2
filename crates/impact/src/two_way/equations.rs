//! Unit and period effects with the units eliminated: a system of the size of the periods.
//!
//! Each unit adds its own part to the system, so that leaving one out is a subtraction. The system is the Laplacian of
//! the graph of periods, singular once per component; one period of each is held at 0.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use super::Components;
use crate::error::{Result, not_estimable};

#[derive(Debug, Clone)]
pub(crate) struct Equations {
    /// Lower triangle only.
    matrix: DMatrix<f64>,
}

/// The factor of a system, ready for right sides.
#[derive(Debug, Clone)]
pub(crate) struct Solved {
    factor: Cholesky<f64, Dyn>,
    held: Vec<bool>,
}

impl Equations {
    pub fn zero(periods: usize) -> Self {
        Self { matrix: DMatrix::zeros(periods, periods) }
    }

    /// Adds sign · (diag(w) − w wᵀ / Σ w) for the weights w of a unit's cells.
    pub fn add(&mut self, weights: &[f64], total: f64, sign: f64) {
        if total <= 0.0 {
            return;
        }
        let columns = self.matrix.as_mut_slice().chunks_mut(weights.len().max(1));
        for ((period, column), weight) in
            columns.enumerate().zip(weights).filter(|(_, weight)| **weight > 0.0)
        {
            let share = sign * weight / total;
            for (entry, other) in column[period..].iter_mut().zip(&weights[period..]) {
                *entry -= share * other;
            }
            column[period] += sign * weight;
        }
    }

    /// An entry of the lower triangle.
    pub(super) fn at(&mut self, row: usize, column: usize) -> &mut f64 {
        &mut self.matrix[(row, column)]
    }

    pub fn factor(mut self, components: &Components) -> Result<Solved> {
        let periods = self.matrix.nrows();
        let held: Vec<bool> = (0..periods).map(|period| components.is_held(period)).collect();
        for period in (0..periods).filter(|&period| held[period]) {
            self.matrix.row_mut(period).fill(0.0);
            self.matrix.column_mut(period).fill(0.0);
            self.matrix[(period, period)] = 1.0;
        }
        match Cholesky::new(self.matrix) {
            Some(factor) => Ok(Solved { factor, held }),
            None => not_estimable("unit and period effects cannot be told apart in these cells"),
        }
    }
}

impl Solved {
    /// The solution for a right side that sums to 0 over each component; 0 in the periods that are held.
    pub fn solve(&self, mut right: DVector<f64>) -> Vec<f64> {
        for (value, _) in right.iter_mut().zip(&self.held).filter(|(_, held)| **held) {
            *value = 0.0;
        }
        self.factor.solve_mut(&mut right);
        right.as_slice().to_vec()
    }

    pub fn held(&self) -> &[bool] {
        &self.held
    }
}
