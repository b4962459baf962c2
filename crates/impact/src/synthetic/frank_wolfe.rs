//! Weights that are not negative, sum to 1 and make a mix of columns match a target.

use nalgebra::{DMatrix, DVector};

/// Minimise `‖A w − b‖²/n + ζ² ‖w‖²`, n the rows of A.
pub struct Problem {
    pub regressors: DMatrix<f64>,
    pub target: DVector<f64>,
    /// ζ.
    pub penalty: f64,
    /// Whether the mix may lie above or below the target by a constant.
    pub intercept: bool,
    /// A step that gains less than the square of this is the last.
    pub enough: f64,
}

/// Steps before small weights are set to 0, and after.
const BEFORE_SPARSE: usize = 100;
const STEPS: usize = 10_000;

/// Frank-Wolfe, from even weights or from `start`; then once more without the weights that came out small, so that
/// what remains is what matters.
pub fn simplex_weights(problem: &Problem, start: Option<&[f64]>) -> Vec<f64> {
    let columns = problem.regressors.ncols();
    let (mut regressors, mut target) = (problem.regressors.clone(), problem.target.clone());
    if problem.intercept {
        regressors.column_iter_mut().for_each(|mut column| {
            let mean = column.mean();
            column.add_scalar_mut(-mean);
        });
        target.add_scalar_mut(-problem.target.mean());
    }
    let centred = Problem { regressors, target, ..*problem };
    let even = || DVector::from_element(columns, 1.0 / columns as f64);
    let first = descend(&centred, start.map_or_else(even, DVector::from_column_slice), BEFORE_SPARSE);
    descend(&centred, sparse(first), STEPS).as_slice().to_vec()
}

fn sparse(mut weights: DVector<f64>) -> DVector<f64> {
    let largest = weights.max();
    weights.iter_mut().filter(|weight| **weight <= largest / 4.0).for_each(|weight| *weight = 0.0);
    let sum = weights.sum();
    if sum > 0.0 { weights / sum } else { weights }
}

fn descend(problem: &Problem, mut weights: DVector<f64>, steps: usize) -> DVector<f64> {
    let mut last = f64::INFINITY;
    for taken in 0..steps {
        weights = step(problem, weights);
        let value = problem.value(&weights);
        if taken > 0 && last - value <= problem.enough.powi(2) {
            break;
        }
        last = value;
    }
    weights
}

/// Towards the corner that promises most, as far as it pays.
fn step(problem: &Problem, weights: DVector<f64>) -> DVector<f64> {
    let penalty = problem.regressors.nrows() as f64 * problem.penalty.powi(2);
    let mix = &problem.regressors * &weights;
    let slope = problem.regressors.tr_mul(&(&mix - &problem.target)) + &weights * penalty;
    let corner = slope.imin();
    let mut direction = -&weights;
    direction[corner] += 1.0;
    let curvature =
        (problem.regressors.column(corner) - mix).norm_squared() + penalty * direction.norm_squared();
    if curvature <= 0.0 {
        return weights;
    }
    let length = (-slope.dot(&direction) / curvature).clamp(0.0, 1.0);
    weights + direction * length
}

impl Problem {
    fn value(&self, weights: &DVector<f64>) -> f64 {
        let error = &self.regressors * weights - &self.target;
        self.penalty.powi(2) * weights.norm_squared() + error.norm_squared() / self.regressors.nrows() as f64
    }
}
