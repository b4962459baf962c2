//! Negative binomial regression (NB2): counts more spread out than Poisson's, by a factor that grows with the mean.

use nalgebra::DVector;
use statrs::function::gamma::{digamma, ln_gamma};

use super::{
    Design, Fit,
    weighted::{Data, Family, check, fit},
};
use crate::error::{Result, not_estimable};

/// A variance of `mean + mean² / theta`.
#[derive(Debug, Clone, PartialEq)]
pub struct NegativeBinomial {
    /// Given `theta`.
    pub fit: Fit,
    pub theta: f64,
    pub theta_standard_error: f64,
    pub log_likelihood: f64,
}

const MOST_ROUNDS: usize = 200;
/// Of `theta`, relative.
const TOLERANCE: f64 = 1e-10;
/// From here on the variance is the mean but for one part in a million at any count worth the name.
const NO_OVERDISPERSION: f64 = 1e7;

/// Coefficients and `theta` by maximum likelihood in turn, as `MASS::glm.nb` (Venables and Ripley 2002, 7.4).
///
/// # Errors
/// As [`super::poisson`]; and `NotEstimable` where the counts are spread out no more than Poisson's, which then is to be
/// reported.
pub fn negative_binomial(
    design: &Design,
    counts: &[f64],
    offset: Option<&[f64]>,
) -> Result<NegativeBinomial> {
    let data = check(design, counts, offset)?;
    let mut fitted = fit(design, &data, Family::Poisson, None)?;
    let mut theta = moment_start(&data, &fitted.fitted);
    for _ in 0..MOST_ROUNDS {
        let before = theta;
        theta = maximise(&data, &fitted.fitted, theta)?;
        fitted = fit(design, &data, Family::NegativeBinomial(theta), Some(&fitted.fitted))?;
        if (theta - before).abs() <= TOLERANCE * theta {
            let (_, information) = slope(&data, &fitted.fitted, theta);
            let log_likelihood = log_likelihood(&data, &fitted.fitted, theta);
            let theta_standard_error = information.recip().sqrt();
            return Ok(NegativeBinomial { fit: fitted, theta, theta_standard_error, log_likelihood });
        }
    }
    not_estimable("the spread of the counts does not settle")
}

fn moment_start(data: &Data, mean: &DVector<f64>) -> f64 {
    let relative = data.y.zip_map(mean, |y, mean| (y / mean - 1.0).powi(2)).sum();
    (data.y.len() as f64 / relative).clamp(1e-3, 1e3)
}

/// Newton's steps on the logarithm of `theta`, which keep it above 0.
fn maximise(data: &Data, mean: &DVector<f64>, start: f64) -> Result<f64> {
    let mut theta = start;
    for _ in 0..MOST_ROUNDS {
        let (score, information) = slope(data, mean, theta);
        // In the logarithm: score·θ, and curvature −(information·θ² − score·θ). Uphill at full stride where that is convex.
        let curvature = information * theta * theta - score * theta;
        let stride = if curvature > 0.0 { score * theta / curvature } else { score.signum() };
        theta *= stride.clamp(-1.0, 1.0).exp();
        if !(theta.is_finite() && theta < NO_OVERDISPERSION) {
            return not_estimable(
                "the counts are spread out no more than Poisson's; report the Poisson regression",
            );
        }
        if stride.abs() < TOLERANCE {
            return Ok(theta);
        }
    }
    not_estimable("the spread of the counts does not settle")
}

/// First derivative of the log likelihood in `theta`, and minus the second.
fn slope(data: &Data, mean: &DVector<f64>, theta: f64) -> (f64, f64) {
    let rows = data.y.iter().zip(mean.iter());
    rows.fold((0.0, 0.0), |(score, information), (y, mean)| {
        let (sum, ratio) = (mean + theta, (y + theta) / (mean + theta));
        (
            score + digamma(theta + y) - digamma(theta) + (theta / sum).ln() + 1.0 - ratio,
            information - trigamma(theta + y) + trigamma(theta) - theta.recip() + (2.0 - ratio) / sum,
        )
    })
}

fn log_likelihood(data: &Data, mean: &DVector<f64>, theta: f64) -> f64 {
    let of_row = |y: f64, mean: f64| {
        let ways = ln_gamma(theta + y) - ln_gamma(theta) - ln_gamma(y + 1.0);
        ways + theta * (theta / (mean + theta)).ln() + y * (mean / (mean + theta)).ln()
    };
    data.y.iter().zip(mean.iter()).map(|(y, mean)| of_row(*y, *mean)).sum()
}

/// The second derivative of the log gamma function for `x > 0` (Abramowitz and Stegun 6.4.6 and 6.4.12).
fn trigamma(mut x: f64) -> f64 {
    let mut sum = 0.0;
    while x < 15.0 {
        sum += (x * x).recip();
        x += 1.0;
    }
    let s = (x * x).recip();
    let series = s * (1.0 / 6.0 - s * (1.0 / 30.0 - s * (1.0 / 42.0 - s * (1.0 / 30.0 - s * 5.0 / 66.0))));
    sum + (1.0 + 0.5 / x + series) / x
}

#[cfg(test)]
mod tests {
    use super::trigamma;

    #[test]
    fn trigamma_has_its_known_values() {
        let pi = std::f64::consts::PI;
        assert!((trigamma(1.0) - pi * pi / 6.0).abs() < 1e-13);
        assert!((trigamma(0.5) - pi * pi / 2.0).abs() < 1e-12);
    }
}
