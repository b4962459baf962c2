//! How the outcome of the controls changed, given their covariates: least squares.

use nalgebra::{DMatrix, DVector};

use super::sample::{Sample, scale_rows};
use crate::group_time::Why;

pub struct OutcomeModel {
    /// What each unit of the sample, of the wave too, would have changed by.
    pub fitted: DVector<f64>,
    /// The influence of each unit (rows) on each coefficient (columns).
    pub linear: DMatrix<f64>,
}

impl OutcomeModel {
    pub fn fit(sample: &Sample) -> Result<Self, Why> {
        let controls = sample.joined.map(|joined| 1.0 - joined);
        let inverse = sample.inverse_gram(&controls)?;
        let coefficients = &inverse * sample.mean_covariates(&controls.component_mul(&sample.change));
        let fitted = &sample.design * coefficients;
        let residual = controls.component_mul(&(&sample.change - &fitted));
        Ok(Self { linear: scale_rows(&sample.design, &residual) * inverse, fitted })
    }
}
