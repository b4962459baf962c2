//! Two samples by ranks: Mann and Whitney's test, and the shift of Hodges and Lehmann that it is a test of.

use super::{
    brent::root,
    mid_ranks,
    pairs::{Differences, Pairs},
    ranks::Counts,
    sorted,
};
use crate::{
    distributions::{checked, normal_critical, normal_two_sided},
    error::{Result, not_estimable},
};

/// R's `tol.root`: how closely the shift is found where values are tied.
pub(super) const ROOT_TOLERANCE: f64 = 1e-4;
/// Samples of this size and above, and tied ones, are compared by the normal approximation, as in R.
pub(super) const EXACT_BELOW: usize = 50;

/// `x` against `y`, shifts in their unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankSum {
    /// Pairs with `x > y`, tied ones counting half.
    pub u: f64,
    pub ties: bool,
    /// Whether p-value and interval come from all arrangements of the ranks.
    pub exact: bool,
    /// Two-sided.
    pub p_value: f64,
    /// Two-sided, by the normal approximation without continuity correction.
    pub p_normal: f64,
    /// Hodges and Lehmann's `x − y`: the median of all pairwise differences.
    pub shift: f64,
    /// The shift at which the ranks of both samples balance: the same without ties, and R's estimate.
    pub balancing_shift: f64,
    pub limits: [f64; 2],
    /// `P(x > y) + P(x = y) / 2`.
    pub probability_greater: f64,
}

/// As R's `wilcox.test(x, y, conf.int = TRUE)`: exact below 50 values a side without ties, else normal with continuity
/// correction (Hodges and Lehmann 1963; Bauer 1972).
///
/// # Errors
/// `NotEstimable` for an empty sample or where each sample holds one value only, so that no rank can vary; `Invalid` for
/// a level outside 0 to 1 or a value that is not finite.
pub fn rank_sum(x: &[f64], y: &[f64], level: f64) -> Result<RankSum> {
    let (x, y) = (sorted(x)?, sorted(y)?);
    let (both, differences) = (TwoSamples { x: &x, y: &y }, Differences { x: &x, y: &y });
    let tail = (1.0 - checked(level)?) / 2.0;
    let (u, ties) = both.u(0.0);
    let exact = x.len() < EXACT_BELOW && y.len() < EXACT_BELOW && ties <= 0.0;
    let shift = differences.median();
    let (p_value, balancing_shift, limits) = if exact {
        let counts = Counts::rank_sum(x.len(), y.len());
        (counts.two_sided(u), shift, differences.limits(counts.quantile(tail)))
    } else {
        let (low, high) = (differences.ranked(1), differences.ranked(u64::MAX));
        let p_value = normal_two_sided(both.z(0.0, true));
        (p_value, balance(low, high, |shift| both.z(shift, false))?, both.limits(low, high, level)?)
    };
    let p_normal = normal_two_sided(both.z(0.0, false));
    let probability_greater = u / (x.len() * y.len()) as f64;
    Ok(RankSum {
        u,
        ties: ties > 0.0,
        exact,
        p_value,
        p_normal,
        shift,
        balancing_shift,
        limits,
        probability_greater,
    })
}

/// The shift that takes the uncorrected statistic to 0.
pub(super) fn balance(low: f64, high: f64, z: impl Fn(f64) -> f64) -> Result<f64> {
    match root(low, high, ROOT_TOLERANCE, z) {
        Some(shift) if low < high => Ok(shift),
        _ => not_estimable("the values do not differ enough for a shift by ranks"),
    }
}

/// Moves a rank statistic half a step towards its expectation.
pub(super) fn corrected(excess: f64) -> f64 {
    if excess > 0.0 {
        excess - 0.5
    } else if excess < 0.0 {
        excess + 0.5
    } else {
        excess
    }
}

struct TwoSamples<'a> {
    x: &'a [f64],
    y: &'a [f64],
}

impl TwoSamples<'_> {
    /// Of `x − shift` against `y`, with the sum over ties.
    fn u(&self, shift: f64) -> (f64, f64) {
        let all: Vec<f64> = self.x.iter().map(|x| x - shift).chain(self.y.iter().copied()).collect();
        let (ranks, ties) = mid_ranks(&all);
        let m = self.x.len() as f64;
        (ranks.iter().take(self.x.len()).sum::<f64>() - m * (m + 1.0) / 2.0, ties)
    }

    /// `u` in standard errors from its expectation; NaN where all values are tied.
    fn z(&self, shift: f64, continuity: bool) -> f64 {
        let (m, n) = (self.x.len() as f64, self.y.len() as f64);
        let (u, ties) = self.u(shift);
        let spread = (m * n / 12.0) * ((m + n + 1.0) - ties / ((m + n) * (m + n - 1.0)));
        let excess = u - m * n / 2.0;
        (if continuity { corrected(excess) } else { excess }) / spread.sqrt()
    }

    /// The shifts at which the test would just not reject.
    fn limits(&self, low: f64, high: f64, level: f64) -> Result<[f64; 2]> {
        let critical = normal_critical(level)?;
        let at = |wanted: f64| match (self.z(low, true) - wanted, self.z(high, true) - wanted) {
            (from, _) if from <= 0.0 => Ok(low),
            (_, to) if to >= 0.0 => Ok(high),
            _ => balance(low, high, |shift| self.z(shift, true) - wanted),
        };
        Ok([at(critical)?, at(-critical)?])
    }
}
