//! Where all units join at once: controls weighted so that before joining they moved as the joined units did.
//!
//! Synthetic difference in differences of Arkhangelsky, Athey, Hirshberg, Imbens, Wager (2021), American Economic
//! Review 111(12), with the regularisation and the steps of the authors' R package; the synthetic control of Abadie,
//! Diamond, Hainmueller (2010) and plain difference in differences are the same sum with other weights.

mod block;
mod frank_wolfe;
mod standard_error;
#[cfg(test)]
mod tests;

pub use block::Block;
use frank_wolfe::{Problem, simplex_weights};

use nalgebra::{DMatrix, DVector};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Weights on units and on periods, each up to a constant.
    SyntheticDid,
    /// Weights on units that match the level too; what was before joining does not count beside.
    SyntheticControl,
    /// All units and all periods alike.
    DifferenceInDifferences,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    pub method: Method,
    /// Of the mean joined unit in the mean period from joining on, in the unit of the outcome.
    pub effect: f64,
    /// ω of the controls, in the order of [`Block::controls`]; they sum to 1.
    pub unit_weights: Vec<f64>,
    /// λ of the periods before joining; they sum to 1, or all are 0 for the synthetic control.
    pub period_weights: Vec<f64>,
    /// ζ of the units: how much spread weights are preferred, in the unit of the outcome.
    pub regularisation: f64,
}

/// Where the search for weights begins; `None` is all alike.
#[derive(Debug, Clone, Copy, Default)]
struct Start<'a> {
    units: Option<&'a [f64]>,
    periods: Option<&'a [f64]>,
}

impl Block {
    pub fn fit(&self, method: Method) -> Fit {
        self.fit_from(method, Start::default())
    }

    fn fit_from(&self, method: Method, start: Start<'_>) -> Fit {
        let regularisation = self.noise * self.unit_penalty(method);
        let period_weights = match method {
            Method::SyntheticDid => self.period_weights(start.periods),
            Method::SyntheticControl => vec![0.0; self.before],
            Method::DifferenceInDifferences => even(self.before),
        };
        let unit_weights = match method {
            Method::DifferenceInDifferences => even(self.controls.len()),
            Method::SyntheticDid | Method::SyntheticControl => {
                self.unit_weights(method, regularisation, start.units)
            }
        };
        let effect = self.effect(&unit_weights, &period_weights);
        Fit { method, effect, unit_weights, period_weights, regularisation }
    }

    /// η of the units; ζ is η times the noise.
    fn unit_penalty(&self, method: Method) -> f64 {
        let cells = self.joined.len() * (self.outcome.ncols() - self.before);
        if method == Method::SyntheticControl { ALMOST_NOTHING } else { (cells as f64).powf(0.25) }
    }

    /// Periods before joining that tell what the controls did from joining on.
    fn period_weights(&self, start: Option<&[f64]>) -> Vec<f64> {
        let controls = self.outcome.rows(0, self.controls.len());
        simplex_weights(
            &Problem {
                regressors: controls.columns(0, self.before).into_owned(),
                target: controls.columns(self.before, controls.ncols() - self.before).column_mean(),
                penalty: ALMOST_NOTHING * self.noise,
                intercept: true,
                enough: ENOUGH * self.noise,
            },
            start,
        )
    }

    /// Controls that did before joining what the joined units did.
    fn unit_weights(&self, method: Method, penalty: f64, start: Option<&[f64]>) -> Vec<f64> {
        let before = self.outcome.columns(0, self.before);
        let joined = before.rows(self.controls.len(), self.joined.len());
        simplex_weights(
            &Problem {
                regressors: before.rows(0, self.controls.len()).transpose(),
                target: joined.row_mean().transpose(),
                penalty,
                intercept: method == Method::SyntheticDid,
                enough: ENOUGH * self.noise,
            },
            start,
        )
    }

    fn effect(&self, unit_weights: &[f64], period_weights: &[f64]) -> f64 {
        let (units, periods) = self.outcome.shape();
        let left = signed(unit_weights, units);
        let right = signed(period_weights, periods);
        left.dot(&(&self.outcome * right))
    }
}

/// η of the periods, and of the units for the synthetic control: only to settle ties.
const ALMOST_NOTHING: f64 = 1e-6;
/// The search ends where a step gains less than the square of this, in terms of the noise.
const ENOUGH: f64 = 1e-5;

fn even(of: usize) -> Vec<f64> {
    vec![1.0 / of as f64; of]
}

/// The weights with a minus, then all others alike.
fn signed(weights: &[f64], all: usize) -> DVector<f64> {
    let rest = 1.0 / (all - weights.len()) as f64;
    DVector::from_fn(all, |at, _| weights.get(at).map_or(rest, |weight| -weight))
}

/// The sample standard deviation of the changes of the controls before joining, from period to period.
fn noise(before: &DMatrix<f64>) -> f64 {
    let changes: Vec<f64> = before
        .column_iter()
        .zip(before.column_iter().skip(1))
        .flat_map(|(a, b)| (b - a).iter().copied().collect::<Vec<f64>>())
        .collect();
    standard_deviation(&changes)
}

fn standard_deviation(of: &[f64]) -> f64 {
    let mean = of.iter().sum::<f64>() / of.len() as f64;
    let squares: f64 = of.iter().map(|value| (value - mean).powi(2)).sum();
    (squares / (of.len() as f64 - 1.0)).sqrt()
}
