//! The median between two of the values themselves, which holds whatever the distribution.

use super::{median, sorted};
use crate::{
    distributions::{binomial_cdf, checked},
    error::Result,
};

/// In the unit of the values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MedianInterval {
    pub median: f64,
    /// From 1 in ascending order; 0 and `n + 1` where there are too few values for limits.
    pub lower_rank: u64,
    pub upper_rank: u64,
    /// The values at these ranks; `None` where even the smallest and the largest do not cover the median often enough,
    /// at 95 % with fewer than six values.
    pub limits: Option<[f64; 2]>,
    /// How often an interval of these ranks holds the median: at least the level asked for.
    pub coverage: f64,
}

/// The order statistics whose ranks leave at most half of what `level` leaves on each side, by the binomial distribution
/// (Hollander, Wolfe and Chicken 2014, 3.6): exact, and conservative where values are tied.
///
/// # Errors
/// `NotEstimable` without values; `Invalid` for a level outside 0 to 1 or a value that is not finite.
pub fn median_interval(values: &[f64], level: f64) -> Result<MedianInterval> {
    let sorted = sorted(values)?;
    let n = sorted.len() as u64;
    // A tail that is exactly half of the rest must not be lost to the rounding of the level.
    let tail = (1.0 - checked(level)?) / 2.0 * (1.0 + 1e-12);
    // The largest rank that leaves little enough below it; 0 always does.
    let (mut rank, mut too_large) = (0, n / 2 + 1);
    while too_large - rank > 1 {
        let middle = u64::midpoint(rank, too_large);
        if binomial_cdf(middle - 1, n, 0.5)? <= tail { rank = middle } else { too_large = middle }
    }
    let missed = if rank > 0 { 2.0 * binomial_cdf(rank - 1, n, 0.5)? } else { 0.0 };
    let at = usize::try_from(rank).ok().and_then(|rank| rank.checked_sub(1));
    let limits = at.and_then(|at| Some([*sorted.get(at)?, *sorted.get(sorted.len() - 1 - at)?]));
    let upper_rank = n + 1 - rank;
    Ok(MedianInterval {
        median: median(values)?,
        lower_rank: rank,
        upper_rank,
        limits,
        coverage: 1.0 - missed,
    })
}
