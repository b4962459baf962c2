//! Linear algebra that several estimators share.

use nalgebra::DMatrix;

/// The inverse of a square matrix, `None` where it is singular to working precision: the reciprocal of its condition
/// number in the 1-norm is not above the machine epsilon (the rule of R's `solve`).
pub(crate) fn inverse(matrix: DMatrix<f64>) -> Option<DMatrix<f64>> {
    let norm = one_norm(&matrix);
    let inverse = matrix.try_inverse()?;
    let condition = norm * one_norm(&inverse);
    (condition.is_finite() && condition.recip() > f64::EPSILON).then_some(inverse)
}

fn one_norm(matrix: &DMatrix<f64>) -> f64 {
    matrix.column_iter().map(|column| column.lp_norm(1)).fold(0.0, f64::max)
}
