//! How likely a unit is to be in the wave, given its covariates: logistic regression.

use nalgebra::{DMatrix, DVector};

use super::sample::{Sample, scale_rows};
use crate::group_time::Why;

pub struct Propensity {
    /// The weight of each control, p/(1 − p); 0 in the wave.
    pub odds: DVector<f64>,
    /// The influence of each unit (rows) on each coefficient (columns).
    pub linear: DMatrix<f64>,
}

/// Above this there is nobody to compare with (`did` refuses the same cells).
const CERTAIN: f64 = 0.999;
/// A control more likely than this to be in the wave is left out, lest it stand for all others (`DRDID`).
const TRIM: f64 = 0.995;
const STEPS: usize = 50;

impl Propensity {
    pub fn fit(sample: &Sample) -> Result<Self, Why> {
        let score = newton(sample)?;
        if score.max() >= CERTAIN {
            return Err(Why::NoOverlap);
        }
        let odds = score.zip_map(
            &sample.joined,
            |p, joined| {
                if joined > 0.0 || p >= TRIM { 0.0 } else { p / (1.0 - p) }
            },
        );
        if odds.sum() <= 0.0 {
            return Err(Why::NoOverlap);
        }
        let information = sample.inverse_gram(&score.map(|p| p * (1.0 - p)))?;
        let linear = scale_rows(&sample.design, &(&sample.joined - score)) * information;
        Ok(Self { odds, linear })
    }
}

/// Newton steps to the maximum of the likelihood. Where the covariates separate both sides there is none: the scores
/// run to 0 and 1.
fn newton(sample: &Sample) -> Result<DVector<f64>, Why> {
    let mut coefficients = DVector::zeros(sample.design.ncols());
    let scores = |of: &DVector<f64>| (&sample.design * of).map(|index| 1.0 / (1.0 + (-index).exp()));
    for _ in 0..STEPS {
        let score = scores(&coefficients);
        let information =
            sample.inverse_gram(&score.map(|p| p * (1.0 - p))).map_err(|_| separated(&score))?;
        let step = information * sample.mean_covariates(&(&sample.joined - score));
        coefficients += &step;
        if step.amax() <= 1e-12 * (1.0 + coefficients.amax()) {
            break;
        }
    }
    Ok(scores(&coefficients))
}

/// Why the likelihood has no curvature left: scores of 0 and 1, or covariates that say the same.
fn separated(score: &DVector<f64>) -> Why {
    if score.max() >= CERTAIN { Why::NoOverlap } else { Why::TooFewForCovariates }
}
