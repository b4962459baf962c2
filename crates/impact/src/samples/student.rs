//! Student's and Welch's t, and the sign test.

use super::finite;
use crate::{
    distributions::{binomial_cdf, student_critical, student_two_sided},
    error::{Result, not_estimable},
};

/// Of the mean difference, in the unit of the differences.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedT {
    pub mean: f64,
    pub t: f64,
    pub degrees_of_freedom: f64,
    /// Two-sided.
    pub p_value: f64,
    pub limits: [f64; 2],
}

/// Signs of the differences that are not 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SignTest {
    pub positive: u64,
    pub n: u64,
    /// Two-sided, exact.
    pub p_value: f64,
}

/// Student's t test of paired differences.
///
/// # Errors
/// `NotEstimable` for fewer than two differences or where all are the same; `Invalid` as [`super::quantile()`].
pub fn paired_t(differences: &[f64], level: f64) -> Result<PairedT> {
    let n = finite(differences)?.len() as f64;
    let (mean, error) = (mean(differences), (variance(differences) / n).sqrt());
    test(mean, error, n - 1.0, level)
}

/// The exact sign test.
///
/// # Errors
/// `NotEstimable` where no difference is left.
pub fn sign_test(differences: &[f64]) -> Result<SignTest> {
    let count = |keep: fn(&f64) -> bool| differences.iter().copied().filter(keep).count() as u64;
    let (positive, negative) =
        (finite(differences)?.len() as u64 - count(|d| *d <= 0.0), count(|d| *d < 0.0));
    let n = positive + negative;
    if n == 0 {
        return not_estimable("every difference is 0");
    }
    let p_value = (2.0 * binomial_cdf(positive.min(negative), n, 0.5)?).min(1.0);
    Ok(SignTest { positive, n, p_value })
}

/// Welch's comparison of the means of `x` and `y`: `mean` is `x − y`.
pub(crate) fn welch(x: &[f64], y: &[f64], level: f64) -> Result<PairedT> {
    let share = |of: &[f64]| -> Result<(f64, f64)> {
        let n = finite(of)?.len() as f64;
        Ok((variance(of) / n, n))
    };
    let ((of_x, m), (of_y, n)) = (share(x)?, share(y)?);
    let both = of_x + of_y;
    // Satterthwaite's degrees of freedom.
    let freedom = both * both / (of_x * of_x / (m - 1.0) + of_y * of_y / (n - 1.0));
    test(mean(x) - mean(y), both.sqrt(), freedom, level)
}

fn test(mean: f64, error: f64, degrees_of_freedom: f64, level: f64) -> Result<PairedT> {
    // A spread of rounding errors only is none.
    let has_spread = error > 10.0 * f64::EPSILON * mean.abs() && degrees_of_freedom > 0.0;
    if !has_spread {
        return not_estimable(
            "there are fewer than two values, or all are the same: nothing tells how far to trust the mean",
        );
    }
    let (t, reach) = (mean / error, student_critical(level, degrees_of_freedom)? * error);
    let p_value = student_two_sided(t, degrees_of_freedom)?;
    Ok(PairedT { mean, t, degrees_of_freedom, p_value, limits: [mean - reach, mean + reach] })
}

/// NaN for no values.
pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Around the mean, divided by `n − 1`; NaN for fewer than two values.
pub(crate) fn variance(values: &[f64]) -> f64 {
    let centre = mean(values);
    values.iter().map(|value| (value - centre).powi(2)).sum::<f64>() / (values.len() as f64 - 1.0)
}
