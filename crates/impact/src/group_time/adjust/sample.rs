//! The units of one comparison that have their outcome on both ends and all covariates.

use nalgebra::{DMatrix, DVector};

use crate::group_time::{Covariates, Why, comparison::Change, layout::Layout, plan::Plan};

pub struct Sample {
    /// Of the layout; the wave first.
    pub rows: Vec<usize>,
    /// How many of them are the wave.
    pub wave: usize,
    /// 1 in the wave, else 0.
    pub joined: DVector<f64>,
    pub change: DVector<f64>,
    /// An intercept, then the covariates.
    pub design: DMatrix<f64>,
}

impl Sample {
    pub fn of(layout: &Layout, plan: &Plan, covariates: &Covariates) -> Result<Self, Why> {
        let changes = Change::of(layout, plan);
        let (mut rows, mut change, mut wave) = (Vec::new(), Vec::new(), 0);
        let own = layout.waves[plan.wave].rows.clone();
        for range in std::iter::once(own).chain(plan.controls.iter().cloned()) {
            for (row, value) in range.clone().zip(changes.of_rows(&range)) {
                let known = covariates.at_base(layout, plan, row).all(f64::is_finite);
                if known && value.is_finite() {
                    rows.push(row);
                    change.push(value);
                }
            }
            wave = if wave == 0 { rows.len() } else { wave };
            if wave == 0 {
                return Err(Why::NoUnit);
            }
        }
        if wave == rows.len() {
            return Err(Why::NoControl);
        }
        Ok(Self::with(layout, plan, covariates, (rows, change, wave)))
    }

    fn with(
        layout: &Layout,
        plan: &Plan,
        covariates: &Covariates,
        (rows, change, wave): (Vec<usize>, Vec<f64>, usize),
    ) -> Self {
        let values =
            rows.iter().flat_map(|&row| std::iter::once(1.0).chain(covariates.at_base(layout, plan, row)));
        let design = DMatrix::from_row_iterator(rows.len(), covariates.len() + 1, values);
        let joined = DVector::from_fn(rows.len(), |at, _| f64::from(u8::from(at < wave)));
        Self { wave, joined, change: DVector::from_vec(change), design, rows }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// `mean(weight · x)`, a value per column of the design.
    pub fn mean_covariates(&self, weights: &DVector<f64>) -> DVector<f64> {
        self.design.tr_mul(weights) / self.len() as f64
    }

    /// `mean(weight · x x')⁻¹`.
    pub fn inverse_gram(&self, weights: &DVector<f64>) -> Result<DMatrix<f64>, Why> {
        let gram = self.design.tr_mul(&scale_rows(&self.design, weights)) / self.len() as f64;
        crate::linear::inverse(gram).ok_or(Why::TooFewForCovariates)
    }
}

pub fn scale_rows(matrix: &DMatrix<f64>, by: &DVector<f64>) -> DMatrix<f64> {
    let mut scaled = matrix.clone();
    scaled.row_iter_mut().zip(by.iter()).for_each(|(mut row, by)| row *= *by);
    scaled
}

/// The mean of `of`, weighted.
pub fn average(weights: &DVector<f64>, of: &DVector<f64>) -> f64 {
    weights.dot(of) / weights.sum()
}
