//! Quantiles and tails that the plain tests share, with bad arguments turned into errors.

use statrs::distribution::{Beta, Binomial, ContinuousCDF, DiscreteCDF, Normal, StudentsT};

use crate::error::{Result, invalid};

/// The standard normal's two-sided critical value, such as 1.96 for a `level` of 0.95.
pub(crate) fn normal_critical(level: f64) -> Result<f64> {
    Ok(Normal::standard().inverse_cdf(f64::midpoint(1.0, checked(level)?)))
}

/// `P(|Z| ≥ |z|)`.
pub(crate) fn normal_two_sided(z: f64) -> f64 {
    (2.0 * Normal::standard().sf(z.abs())).min(1.0)
}

/// Student's two-sided critical value, by bisection: the usual inverse is good to nine digits, and with very many degrees
/// of freedom it never ends.
pub(crate) fn student_critical(level: f64, degrees_of_freedom: f64) -> Result<f64> {
    if degrees_of_freedom > AS_GOOD_AS_NORMAL {
        return normal_critical(level);
    }
    let (student, tail) = (student(degrees_of_freedom)?, (1.0 - checked(level)?) / 2.0);
    let (mut low, mut high) = (0.0, 1.0);
    while student.sf(high) > tail && high < f64::MAX / 2.0 {
        (low, high) = (high, 2.0 * high);
    }
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if student.sf(middle) > tail { low = middle } else { high = middle }
    }
    Ok(f64::midpoint(low, high))
}

/// Degrees of freedom from which Student's t and the normal agree to seven digits.
const AS_GOOD_AS_NORMAL: f64 = 1e7;
/// Enough for every digit of a double.
const HALVINGS: usize = 60;

/// `P(|T| ≥ |t|)`.
pub(crate) fn student_two_sided(t: f64, degrees_of_freedom: f64) -> Result<f64> {
    Ok((2.0 * student(degrees_of_freedom)?.sf(t.abs())).min(1.0))
}

/// `P(X ≤ k)` for `X` of `n` trials.
pub(crate) fn binomial_cdf(k: u64, n: u64, p: f64) -> Result<f64> {
    Ok(Binomial::new(p, n).or_else(|_| invalid(format!("a probability of {p}")))?.cdf(k))
}

/// Clopper and Pearson's exact limits of a probability after `k` successes of `n`.
pub(crate) fn clopper_pearson(k: u64, n: u64, level: f64) -> Result<[f64; 2]> {
    let tail = (1.0 - checked(level)?) / 2.0;
    let (k, rest) = (k as f64, (n - k) as f64);
    let lower = if k > 0.0 { beta_quantile(tail, k, rest + 1.0)? } else { 0.0 };
    let upper = if rest > 0.0 { 1.0 - beta_quantile(tail, rest, k + 1.0)? } else { 1.0 };
    Ok([lower, upper])
}

/// The beta distribution's quantile by bisection of its tail, exact to the last digits where the usual inverse is not.
fn beta_quantile(p: f64, a: f64, b: f64) -> Result<f64> {
    let beta = Beta::new(a, b).or_else(|_| invalid(format!("a beta distribution of {a} and {b}")))?;
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if beta.cdf(middle) < p { low = middle } else { high = middle }
    }
    Ok(f64::midpoint(low, high))
}

fn student(degrees_of_freedom: f64) -> Result<StudentsT> {
    StudentsT::new(0.0, 1.0, degrees_of_freedom)
        .or_else(|_| invalid(format!("{degrees_of_freedom} degrees of freedom; there must be more than 0")))
}

/// A confidence level strictly between 0 and 1.
pub(crate) fn checked(level: f64) -> Result<f64> {
    if level > 0.0 && level < 1.0 {
        Ok(level)
    } else {
        invalid(format!("a confidence level of {level}; it must lie between 0 and 1"))
    }
}
