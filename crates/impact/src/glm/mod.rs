//! Regression of counts on a log scale: Poisson, with its errors corrected for spread or for clusters, and negative
//! binomial. For effects of teams and sprints in their hundreds see [`crate::counts`].

mod design;
mod negative_binomial;
#[cfg(test)]
mod tests;
mod weighted;

use nalgebra::{DMatrix, DVector};

pub use design::Design;
pub use negative_binomial::{NegativeBinomial, negative_binomial};
use weighted::{Family, check, fit};

use crate::error::{Result, invalid, not_estimable};

/// A fitted regression; coefficients and errors in the order of the design's columns, on the log scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    pub names: Vec<String>,
    pub coefficients: DVector<f64>,
    /// Inverse of Fisher's information.
    pub covariance: DMatrix<f64>,
    /// Expected counts.
    pub fitted: DVector<f64>,
    pub deviance: f64,
    /// Pearson's χ² over the residual degrees of freedom: 1 where the family fits; `None` where none are left.
    pub dispersion: Option<f64>,
    x: DMatrix<f64>,
    /// Of each row's likelihood in its linear predictor.
    scores: DVector<f64>,
}

/// Small-sample corrections of cluster-robust errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClusterCorrection {
    /// `G / (G − 1)` for `G` clusters: `sandwich::vcovCL(type = "HC0")`.
    Hc0,
    /// Also `(n − 1) / (n − k)` for `n` rows and `k` coefficients: `type = "HC1"`.
    Hc1,
}

/// Poisson regression with a log link; `offset` is added to the linear predictor, the log of an exposure for instance.
///
/// # Errors
/// `Invalid` for lists of different length or a count that is negative or not finite; `NotEstimable` where columns depend
/// on each other or a group has no events at all, so that its coefficient runs off to −∞.
pub fn poisson(design: &Design, counts: &[f64], offset: Option<&[f64]>) -> Result<Fit> {
    let data = check(design, counts, offset)?;
    fit(design, &data, Family::Poisson, None)
}

impl Fit {
    /// By Fisher's information, taking the family at its word.
    pub fn standard_errors(&self) -> DVector<f64> {
        roots(&self.covariance)
    }

    /// Scaled by the root of the dispersion: quasi-Poisson.
    ///
    /// # Errors
    /// `NotEstimable` where there are as many coefficients as rows.
    pub fn quasi_standard_errors(&self) -> Result<DVector<f64>> {
        match self.dispersion {
            Some(dispersion) => Ok(self.standard_errors() * dispersion.sqrt()),
            None => not_estimable("as many coefficients as rows leave no spread to measure"),
        }
    }

    /// Robust to any dependence within clusters (Liang and Zeger 1986), `clusters` row by row.
    ///
    /// # Errors
    /// `NotEstimable` for fewer than two clusters, or no rows to spare where the correction divides by them; `Invalid` for
    /// a list of another length.
    pub fn cluster_standard_errors(
        &self,
        clusters: &[String],
        correction: ClusterCorrection,
    ) -> Result<DVector<f64>> {
        let (n, k) = (self.x.nrows(), self.x.ncols());
        if clusters.len() != n {
            return invalid(format!("{} clusters for {n} rows", clusters.len()));
        }
        let mut sums = std::collections::BTreeMap::<&str, DVector<f64>>::new();
        for ((cluster, row), score) in clusters.iter().zip(self.x.row_iter()).zip(self.scores.iter()) {
            *sums.entry(cluster).or_insert_with(|| DVector::zeros(k)) += row.transpose() * *score;
        }
        let groups = sums.len() as f64;
        if groups < 2.0 {
            return not_estimable("one cluster only");
        }
        let rows = match correction {
            ClusterCorrection::Hc0 => 1.0,
            ClusterCorrection::Hc1 if n > k => (n as f64 - 1.0) / (n - k) as f64,
            ClusterCorrection::Hc1 => return not_estimable("as many coefficients as rows"),
        };
        let meat = sums.values().fold(DMatrix::zeros(k, k), |meat, sum| meat + sum * sum.transpose());
        Ok(roots(&(&self.covariance * meat * &self.covariance * (rows * groups / (groups - 1.0)))))
    }
}

fn roots(covariance: &DMatrix<f64>) -> DVector<f64> {
    covariance.diagonal().map(|variance| variance.max(0.0).sqrt())
}
