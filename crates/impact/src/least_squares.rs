//! Least squares with standard errors that do not assume equal spread.

use nalgebra::{DMatrix, DVector};

use crate::{
    error::{Result, not_estimable},
    linear::inverse,
};

pub(crate) struct LeastSquares {
    pub(crate) coefficients: DVector<f64>,
    /// `MacKinnon` and White's HC3 (J. Econometrics 29, 1985) by coefficient; `None` where an observation alone decides one,
    /// so that nothing is left to tell its error by.
    pub(crate) hc3: Option<DVector<f64>>,
}

/// Regresses `y` on the columns of `x`.
pub(crate) fn least_squares(x: &DMatrix<f64>, y: &DVector<f64>) -> Result<LeastSquares> {
    let Some(bread) = inverse(x.tr_mul(x)) else {
        return not_estimable("the columns of the regression are not independent of each other");
    };
    let coefficients = &bread * x.tr_mul(y);
    let residuals = y - x * &coefficients;
    let mut meat = DMatrix::zeros(x.ncols(), x.ncols());
    let mut decided = false;
    for (row, residual) in x.row_iter().zip(residuals.iter()) {
        let left = 1.0 - (row * &bread * row.transpose())[0];
        decided |= left < 1e-10;
        meat += row.transpose() * row * (residual / left).powi(2);
    }
    let covariance = &bread * meat * &bread;
    let hc3 = (!decided).then(|| covariance.diagonal().map(|variance| variance.max(0.0).sqrt()));
    Ok(LeastSquares { coefficients, hc3 })
}
