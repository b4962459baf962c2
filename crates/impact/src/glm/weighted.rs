//! Iteratively reweighted least squares for counts with a log link (`McCullagh` and Nelder 1989, 2.5).

use nalgebra::{DMatrix, DVector};

use super::{Design, Fit};
use crate::{
    error::{Result, invalid, not_estimable},
    linear::inverse,
};

const MOST_STEPS: usize = 100;
/// Of the deviance, relative. R's, so that what depends on the last step, the dispersion above all, is R's to the digits
/// that people print.
const TOLERANCE: f64 = 1e-8;
/// An expected count this small beside the mean comes of a coefficient on its way to −∞.
const VANISHING: f64 = 1e-7;

pub(super) struct Data {
    pub(super) x: DMatrix<f64>,
    pub(super) y: DVector<f64>,
    offset: DVector<f64>,
}

/// How the variance goes with the mean.
#[derive(Debug, Clone, Copy)]
pub(super) enum Family {
    Poisson,
    /// `mean + mean² / theta`.
    NegativeBinomial(f64),
}

impl Family {
    /// Of a row's information in its linear predictor.
    fn weight(self, mean: f64) -> f64 {
        match self {
            Self::Poisson => mean,
            Self::NegativeBinomial(theta) => mean / (1.0 + mean / theta),
        }
    }

    fn deviance(self, y: f64, mean: f64) -> f64 {
        let own = if y > 0.0 { y * (y / mean).ln() } else { 0.0 };
        2.0 * match self {
            Self::Poisson => own - (y - mean),
            Self::NegativeBinomial(theta) => own - (y + theta) * ((y + theta) / (mean + theta)).ln(),
        }
    }
}

pub(super) fn check(design: &Design, counts: &[f64], offset: Option<&[f64]>) -> Result<Data> {
    let n = design.rows();
    if counts.len() != n || offset.is_some_and(|offset| offset.len() != n) {
        return invalid(format!("the design has {n} rows; counts and offset must have as many"));
    }
    if let Some(bad) = counts.iter().find(|count| !(count.is_finite() && **count >= 0.0)) {
        return invalid(format!("a count is {bad}; it must be a number from 0"));
    }
    if offset.into_iter().flatten().any(|value| !value.is_finite()) {
        return invalid("an offset is not finite; an exposure of 0 has no logarithm");
    }
    if n < design.names().len() || counts.iter().all(|count| *count <= 0.0) {
        return not_estimable("there are fewer rows than coefficients, or nothing was counted at all");
    }
    let offset = offset.map_or_else(|| DVector::zeros(n), DVector::from_column_slice);
    Ok(Data { x: design.matrix(), y: DVector::from_column_slice(counts), offset })
}

/// From `start`, expected counts, or from the counts themselves, moved off 0.
pub(super) fn fit(design: &Design, data: &Data, family: Family, start: Option<&DVector<f64>>) -> Result<Fit> {
    let mut mean = start.cloned().unwrap_or_else(|| data.y.add_scalar(0.1));
    let mut before = f64::INFINITY;
    for _ in 0..MOST_STEPS {
        let (coefficients, covariance) = step(data, family, &mean)?;
        let fitted = (&data.x * &coefficients + &data.offset).map(f64::exp);
        let deviance: f64 =
            data.y.iter().zip(fitted.iter()).map(|(y, mean)| family.deviance(*y, *mean)).sum();
        if !deviance.is_finite() {
            return not_estimable("the regression of the counts runs off");
        }
        if (deviance - before).abs() <= TOLERANCE * (deviance.abs() + 0.1) {
            let last = Last {
                weights: mean.map(|mean| family.weight(mean)),
                coefficients,
                covariance,
                fitted,
                deviance,
            };
            return finish(design, data, family, last);
        }
        (mean, before) = (fitted, deviance);
    }
    not_estimable("the regression of the counts does not settle")
}

/// Coefficients by weighted least squares of the working response, and the inverse information.
fn step(data: &Data, family: Family, mean: &DVector<f64>) -> Result<(DVector<f64>, DMatrix<f64>)> {
    let mut weighted = data.x.clone();
    let weights = mean.map(|mean| family.weight(mean));
    for (mut row, weight) in weighted.row_iter_mut().zip(weights.iter()) {
        row *= *weight;
    }
    let Some(covariance) = inverse(data.x.tr_mul(&weighted)) else {
        return not_estimable(
            "the columns of the regression depend on each other, or a group has no events at all",
        );
    };
    let working = DVector::from_fn(mean.len(), |at, _| {
        mean[at].ln() - data.offset[at] + (data.y[at] - mean[at]) / mean[at]
    });
    Ok((&covariance * weighted.tr_mul(&working), covariance))
}

/// The step after which nothing moved; `weights` are those it was taken with.
struct Last {
    weights: DVector<f64>,
    coefficients: DVector<f64>,
    covariance: DMatrix<f64>,
    fitted: DVector<f64>,
    deviance: f64,
}

fn finish(design: &Design, data: &Data, family: Family, last: Last) -> Result<Fit> {
    if last.fitted.min() < VANISHING * data.y.mean() {
        return not_estimable("a group has no events at all, so how many times fewer it has cannot be said");
    }
    let relative = (&data.y - &last.fitted).component_div(&last.fitted);
    let pearson = relative.component_mul(&relative).component_mul(&last.weights).sum();
    let spare = data.x.nrows() - data.x.ncols();
    Ok(Fit {
        names: design.names().to_vec(),
        scores: relative.component_mul(&last.fitted.map(|mean| family.weight(mean))),
        coefficients: last.coefficients,
        covariance: last.covariance,
        fitted: last.fitted,
        deviance: last.deviance,
        dispersion: (spare > 0).then(|| pearson / spare as f64),
        x: data.x.clone(),
    })
}
