//! Paired differences by ranks: Wilcoxon's signed-rank test and the pseudo-median it is about.

use super::{
    brent::root,
    finite, mid_ranks,
    pairs::{Pairs, WalshAverages},
    rank_sum::{EXACT_BELOW, ROOT_TOLERANCE, balance, corrected},
    ranks::Counts,
    sorted,
};
use crate::{
    distributions::{checked, normal_critical, normal_two_sided},
    error::{Result, not_estimable},
};

/// In the unit of the differences.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SignedRank {
    /// Sum of the ranks of the positive differences.
    pub v: f64,
    /// Whether p-value and interval come from all assignments of signs.
    pub exact: bool,
    /// Two-sided.
    pub p_value: f64,
    /// Median of the Walsh averages, the means of all pairs of differences.
    pub pseudo_median: f64,
    /// The centre around which signs balance: the same without ties and zeros, and R's estimate.
    pub balancing_centre: f64,
    pub limits: [f64; 2],
    /// What the limits cover; below the level asked for where there are too few differences for it.
    pub level: f64,
}

/// As R's `wilcox.test(differences, conf.int = TRUE)`: differences of 0 are left out; exact below 50 without ties or
/// zeros, else normal with continuity correction (Hollander, Wolfe and Chicken 2014, 3.1 to 3.3).
///
/// # Errors
/// `NotEstimable` where no difference, or only one value, is left; `Invalid` for a level outside 0 to 1 or a value that
/// is not finite.
pub fn signed_rank(differences: &[f64], level: f64) -> Result<SignedRank> {
    let kept: Vec<f64> = finite(differences)?.iter().copied().filter(|d| *d != 0.0).collect();
    if kept.is_empty() {
        return not_estimable("every difference is 0");
    }
    let (v, ties) = sum_of_positive(&kept);
    let exact = kept.len() < EXACT_BELOW && ties <= 0.0 && kept.len() == differences.len();
    let all = sorted(differences)?;
    let averages = WalshAverages { values: &all };
    let pseudo_median = averages.median();
    if exact {
        let counts = Counts::signed_rank(kept.len());
        let rank = counts.quantile((1.0 - checked(level)?) / 2.0);
        let limits = averages.limits(rank);
        let p_value = counts.two_sided(v);
        return Ok(SignedRank {
            v,
            exact,
            p_value,
            pseudo_median,
            balancing_centre: pseudo_median,
            limits,
            level,
        });
    }
    let p_value = normal_two_sided(z(&kept, 0.0, true));
    let (low, high) = kept.iter().fold((f64::MAX, f64::MIN), |(low, high), d| (low.min(*d), high.max(*d)));
    let balancing_centre = balance(low, high, |centre| z(&kept, centre, false))?;
    let (limits, level) = normal_limits(&kept, low, high, level)?;
    Ok(SignedRank { v, exact, p_value, pseudo_median, balancing_centre, limits, level })
}

fn sum_of_positive(differences: &[f64]) -> (f64, f64) {
    let (ranks, ties) = mid_ranks(&differences.iter().map(|d| d.abs()).collect::<Vec<_>>());
    (ranks.iter().zip(differences).filter(|(_, d)| **d > 0.0).map(|(rank, _)| rank).sum(), ties)
}

/// The statistic around `centre` in standard errors from its expectation; NaN where nothing differs from it.
fn z(differences: &[f64], centre: f64, continuity: bool) -> f64 {
    let moved: Vec<f64> = differences.iter().map(|d| d - centre).filter(|d| *d != 0.0).collect();
    let (v, ties) = sum_of_positive(&moved);
    let n = moved.len() as f64;
    let excess = v - n * (n + 1.0) / 4.0;
    let spread = n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - ties / 48.0;
    (if continuity { corrected(excess) } else { excess }) / spread.sqrt()
}

/// The centres at which the test would just not reject. With few differences even the most extreme centre is not
/// rejected; the level is then lowered until it is, as R does.
fn normal_limits(differences: &[f64], low: f64, high: f64, level: f64) -> Result<([f64; 2], f64)> {
    let mut rest = 1.0 - checked(level)?;
    let (first, last) = (z(differences, low, true), z(differences, high, true));
    while rest < 1.0 {
        let critical = normal_critical(1.0 - rest)?;
        if first >= critical && last <= -critical {
            let at =
                |wanted: f64| root(low, high, ROOT_TOLERANCE, |centre| z(differences, centre, true) - wanted);
            return match (at(critical), at(-critical)) {
                (Some(lower), Some(upper)) => Ok(([lower, upper], 1.0 - rest)),
                _ => not_estimable("the differences set no limits by ranks"),
            };
        }
        rest *= 2.0;
    }
    not_estimable("there are too few differences for limits by ranks")
}
