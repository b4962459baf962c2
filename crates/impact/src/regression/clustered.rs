//! Variance that allows anything within a unit, and how many units it is worth.
//!
//! Cameron, Miller (2015), A Practitioner's Guide to Cluster-Robust Inference, Journal of Human Resources 50(2);
//! Bell, `McCaffrey` (2002) for CR2 and its degrees of freedom, as in R's `clubSandwich` on unit-demeaned data.

use nalgebra::{DMatrix, DVector, SymmetricEigen};
use rayon::prelude::*;

use super::{TwoWayFixedEffects, within::product};
use crate::{
    distributions::{student_critical, student_two_sided},
    error::{Result, not_estimable},
    linear,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClusterRobust {
    /// No correction.
    Cr0,
    /// Times G/(G − 1), of the variance.
    Cr1,
    /// Bell-McCaffrey: unbiased if errors were independent.
    Cr2,
    /// As if each unit were left out, without the factor (G − 1)/G.
    Cr3,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Robust {
    pub standard_error: f64,
    pub t: f64,
    /// Satterthwaite's.
    pub degrees_of_freedom: f64,
    /// Two-sided, with these degrees of freedom and with clusters − 1.
    pub p_value: f64,
    pub p_value_by_clusters: f64,
    /// Of the level asked for, with Satterthwaite's degrees of freedom.
    pub interval: (f64, f64),
}

/// One cluster's part: its weights on its own residuals, and what they come to in terms of the regressors.
struct Part {
    squares: f64,
    score: f64,
    regressors: DVector<f64>,
}

impl TwoWayFixedEffects {
    /// # Errors
    /// `NotEstimable` where residuals do not vary, so that there is no t statistic, or where the regressors depend on
    /// each other; `Invalid` for a level not between 0 and 1.
    pub fn robust(&self, kind: ClusterRobust, level: f64) -> Result<Robust> {
        let design = self.design();
        let gram = design.iter().map(|rows| rows.tr_mul(rows)).reduce(|sum, own| sum + own);
        let Some(inverse) = gram.and_then(linear::inverse) else {
            return not_estimable("joining and the periods depend on each other in these cells");
        };
        let residuals: Vec<&[f64]> = self.within.rows(&self.residuals).collect();
        let parts: Result<Vec<Part>> = design
            .par_iter()
            .zip(&residuals)
            .map(|(rows, residuals)| part(rows, residuals, &inverse, kind))
            .collect();
        let parts = parts?;
        let variance: f64 = parts.iter().map(|part| part.score.powi(2)).sum();
        let standard_error = self.scale(kind) * variance.sqrt();
        self.describe(standard_error, satterthwaite(&parts, &inverse), level)
    }

    /// √ of G/(G − 1) · (n − 1)/(n − k), with k counting the effects of units and periods too, times CR0: what
    /// `sandwich::vcovCL` gives on a regression with dummies.
    ///
    /// # Errors
    /// `NotEstimable` where there are no more cells than parameters.
    pub fn cr1_with_dummies(&self) -> Result<f64> {
        let (n, parameters) = (self.observations, self.clusters + self.free_periods().len() + 1);
        if n <= parameters {
            return not_estimable("there are no more cells than parameters");
        }
        let small = (n as f64 - 1.0) / (n - parameters) as f64;
        let variance: f64 = self.scores(&self.joined).iter().map(|score| score * score).sum();
        Ok(self.scale(ClusterRobust::Cr1) * (variance * small).sqrt() / self.variation)
    }

    fn scale(&self, kind: ClusterRobust) -> f64 {
        let clusters = self.clusters as f64;
        if kind == ClusterRobust::Cr1 { (clusters / (clusters - 1.0)).sqrt() } else { 1.0 }
    }

    fn describe(&self, standard_error: f64, degrees_of_freedom: f64, level: f64) -> Result<Robust> {
        let size = product(&self.outcome, &self.outcome).sqrt();
        if !standard_error.is_finite() || standard_error <= 1e-12 * size || !degrees_of_freedom.is_finite() {
            return not_estimable("the residuals do not vary, so there is no t statistic");
        }
        let t = self.coefficient / standard_error;
        let half = student_critical(level, degrees_of_freedom)? * standard_error;
        Ok(Robust {
            standard_error,
            t,
            degrees_of_freedom,
            p_value: student_two_sided(t, degrees_of_freedom)?,
            p_value_by_clusters: student_two_sided(t, self.clusters as f64 - 1.0)?,
            interval: (self.coefficient - half, self.coefficient + half),
        })
    }

    /// Periods with an effect to estimate: one of each component is the others' measure.
    fn free_periods(&self) -> Vec<usize> {
        (0..self.periods).filter(|&period| !self.within.components().is_held(period)).collect()
    }

    /// Per cluster and cell: joined, and a dummy for every period that is not held, all less their unit's mean.
    fn design(&self) -> Vec<DMatrix<f64>> {
        let free = self.free_periods();
        let joined = self.within.unit_demeaned(&self.indicator);
        let rows = self.within.rows(&joined).zip(self.within.mask());
        let cluster = |(joined, mask): (&[f64], &[f64])| {
            let cells: f64 = mask.iter().sum();
            let value = |period: usize, column: usize| match column.checked_sub(1).and_then(|at| free.get(at))
            {
                _ if mask[period] == 0.0 => 0.0,
                None => joined[period],
                Some(&own) => f64::from(u8::from(own == period)) - mask[own] / cells,
            };
            DMatrix::from_fn(self.periods, free.len() + 1, value)
        };
        rows.map(cluster).collect()
    }
}

fn part(rows: &DMatrix<f64>, residuals: &[f64], inverse: &DMatrix<f64>, kind: ClusterRobust) -> Result<Part> {
    let weights = rows * inverse.column(0);
    let weights = match kind {
        ClusterRobust::Cr0 | ClusterRobust::Cr1 => weights,
        ClusterRobust::Cr2 => adjusted(rows, inverse, &weights, |rest| rest.sqrt().recip())?,
        ClusterRobust::Cr3 => adjusted(rows, inverse, &weights, f64::recip)?,
    };
    Ok(Part {
        squares: weights.norm_squared(),
        score: product(weights.as_slice(), residuals),
        regressors: rows.tr_mul(&weights),
    })
}

/// f(I − H) · weights, H what the cluster's own cells say of themselves.
fn adjusted(
    rows: &DMatrix<f64>,
    inverse: &DMatrix<f64>,
    weights: &DVector<f64>,
    f: impl Fn(f64) -> f64,
) -> Result<DVector<f64>> {
    let size = rows.nrows();
    let own = DMatrix::identity(size, size) - rows * inverse * rows.transpose();
    let Some(eigen) = SymmetricEigen::try_new(own, f64::EPSILON, 10_000) else {
        return not_estimable("a unit's own part of the regression could not be taken out");
    };
    let mut along = eigen.eigenvectors.tr_mul(weights);
    for (along, rest) in along.iter_mut().zip(eigen.eigenvalues.iter()) {
        // A unit that alone tells of some parameter leaves nothing of itself: the pseudo-inverse.
        *along *= if *rest > 1e-10 { f(*rest) } else { 0.0 };
    }
    Ok(eigen.eigenvectors * along)
}

/// (tr P)² / tr P², P the covariance of the clusters' scores if errors were independent.
fn satterthwaite(parts: &[Part], inverse: &DMatrix<f64>) -> f64 {
    let Some(first) = parts.first() else { return f64::NAN };
    let regressors =
        DMatrix::from_fn(first.regressors.len(), parts.len(), |row, part| parts[part].regressors[row]);
    let mut covariance = -(regressors.tr_mul(inverse) * &regressors);
    for (at, part) in parts.iter().enumerate() {
        covariance[(at, at)] += part.squares;
    }
    covariance.trace().powi(2) / covariance.norm_squared()
}
