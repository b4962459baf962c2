//! Sample quantiles by all nine definitions of Hyndman and Fan (The American Statistician 50, 1996), numbered as they
//! and R do.

use super::{finite, sorted};
use crate::error::{Result, invalid};

/// How a quantile is read off the ordered values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuantileType {
    /// 1: `percentile_disc` and `DuckDB`'s `quantile_disc`.
    InvertedCdf = 1,
    /// 2: SAS's default.
    AveragedInvertedCdf,
    /// 3.
    ClosestObservation,
    /// 4.
    InterpolatedInvertedCdf,
    /// 5.
    Hazen,
    /// 6: Minitab's and SPSS's.
    Weibull,
    /// 7: `percentile_cont`, `DuckDB`'s `quantile_cont`, `NumPy`'s and R's default.
    Linear,
    /// 8: what Hyndman and Fan recommend.
    MedianUnbiased,
    /// 9.
    NormalUnbiased,
}

/// Differences smaller than this in a rank come from rounding, as in R.
const FUZZ: f64 = 4.0 * f64::EPSILON;

impl QuantileType {
    pub const ALL: [Self; 9] = [
        Self::InvertedCdf,
        Self::AveragedInvertedCdf,
        Self::ClosestObservation,
        Self::InterpolatedInvertedCdf,
        Self::Hazen,
        Self::Weibull,
        Self::Linear,
        Self::MedianUnbiased,
        Self::NormalUnbiased,
    ];

    /// The rank (from 1, possibly outside the sample) below the quantile, and how far it is to the next one.
    fn position(self, n: f64, p: f64) -> (f64, f64) {
        let at = match self {
            Self::InvertedCdf | Self::AveragedInvertedCdf | Self::InterpolatedInvertedCdf => n * p,
            Self::ClosestObservation => n * p - 0.5,
            Self::Hazen => 0.5 + n * p,
            Self::Weibull => (n + 1.0) * p,
            Self::Linear => 1.0 + (n - 1.0) * p,
            Self::MedianUnbiased => 1.0 / 3.0 + (n + 1.0 / 3.0) * p,
            Self::NormalUnbiased => 0.375 + (n + 0.25) * p,
        };
        let fuzz = FUZZ * at.abs().max(1.0);
        let rank = (at + fuzz).floor();
        let above = if (at - rank).abs() <= fuzz { 0.0 } else { at - rank };
        let share = match self {
            Self::InvertedCdf => f64::from(above > 0.0),
            Self::AveragedInvertedCdf => f64::midpoint(f64::from(above > 0.0), 1.0),
            // Half way between two ranks it is the even one.
            Self::ClosestObservation => f64::from(above > 0.0 || rank.rem_euclid(2.0) > 0.5),
            _ => above,
        };
        (rank, share)
    }
}

/// The quantile at `p`, from 0 to 1.
///
/// # Errors
/// `NotEstimable` without values; `Invalid` for `p` outside 0 to 1 or a value that is not finite.
pub fn quantile(values: &[f64], p: f64, definition: QuantileType) -> Result<f64> {
    if !(0.0..=1.0).contains(&p) {
        return invalid(format!("a quantile at {p}; it must lie between 0 and 1"));
    }
    let sorted = sorted(values)?;
    let (rank, share) = definition.position(sorted.len() as f64, p);
    let (low, high) = (at_rank(&sorted, rank), at_rank(&sorted, rank + 1.0));
    // Equal neighbours and whole ranks are given back as they are, without a rounding error.
    Ok(match share {
        _ if low.total_cmp(&high).is_eq() => low,
        share if share <= 0.0 => low,
        share if share >= 1.0 => high,
        share => (1.0 - share) * low + share * high,
    })
}

/// Ranks outside the sample stand for its ends.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the ranks of the sample"
)]
fn at_rank(sorted: &[f64], rank: f64) -> f64 {
    let index = (rank - 1.0).clamp(0.0, sorted.len().saturating_sub(1) as f64) as usize;
    sorted.get(index).copied().unwrap_or(f64::NAN)
}

/// The plain median.
///
/// # Errors
/// As [`quantile`].
pub fn median(values: &[f64]) -> Result<f64> {
    quantile(values, 0.5, QuantileType::Linear)
}

/// Median absolute deviation from the median, not scaled to a standard deviation.
///
/// # Errors
/// As [`quantile`].
pub fn mad(values: &[f64]) -> Result<f64> {
    let centre = median(values)?;
    median(&finite(values)?.iter().map(|value| (value - centre).abs()).collect::<Vec<_>>())
}

/// Range of the middle half of the values.
///
/// # Errors
/// As [`quantile`].
pub fn iqr(values: &[f64], definition: QuantileType) -> Result<f64> {
    Ok(quantile(values, 0.75, definition)? - quantile(values, 0.25, definition)?)
}
