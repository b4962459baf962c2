//! Were the groups dealt out by chance? The permutation test of a difference in means.

use rand::{SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

use super::{finite, mean};
use crate::error::{Result, invalid, not_estimable};

/// How many arrangements are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Randomisation {
    /// All of them up to this many; above it random ones.
    pub exact_up_to: u64,
    pub draws: usize,
    pub seed: u64,
}

impl Default for Randomisation {
    fn default() -> Self {
        Self { exact_up_to: 200_000, draws: 9_999, seed: 20_240_101 }
    }
}

/// Counts include the arrangement that was observed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PermutationTest {
    /// What was observed.
    pub observed: f64,
    /// Arrangements looked at.
    pub arrangements: u64,
    /// Whether these were all.
    pub exact: bool,
    /// Share at least as far from 0.
    pub p_two_sided: f64,
    /// Share at least as low.
    pub p_less: f64,
    /// Share at least as high.
    pub p_greater: f64,
    /// Twice the smaller tail, at most 1.
    pub p_doubled: f64,
}

/// The mean of `x` less that of `y`, over all ways to deal the values into groups of these sizes (Fisher 1935); random
/// ones count as `(reached + 1) / (draws + 1)` (Phipson and Smyth 2010).
///
/// # Errors
/// `NotEstimable` for an empty group; `Invalid` for a value that is not finite or no draws.
pub fn permutation_test(x: &[f64], y: &[f64], how: Randomisation) -> Result<PermutationTest> {
    let observed = mean(finite(x)?) - mean(finite(y)?);
    let all: Vec<f64> = x.iter().chain(y).copied().collect();
    let (m, n, total) = (x.len() as f64, y.len() as f64, all.iter().sum::<f64>());
    let difference = |sum: f64| sum / m - (total - sum) / n;
    let mut tally = Tally::new(observed, &all);
    if choices(all.len(), x.len()).is_some_and(|count| count <= how.exact_up_to) {
        each_sum(&all, x.len(), 0.0, &mut |sum| tally.add(difference(sum)));
    } else {
        let mut shuffled = all.clone();
        let mut random = ChaCha8Rng::seed_from_u64(how.seed);
        tally.observed_first(how)?;
        for _ in 0..how.draws {
            shuffled.shuffle(&mut random);
            tally.add(difference(shuffled.iter().take(x.len()).sum()));
        }
    }
    tally.finish()
}

/// Calls `with` with the sum of each choice of `size` of the values.
fn each_sum(values: &[f64], size: usize, sum: f64, with: &mut impl FnMut(f64)) {
    match (size, values) {
        (0, _) => with(sum),
        (_, [first, rest @ ..]) if size <= values.len() => {
            each_sum(rest, size - 1, sum + first, with);
            each_sum(rest, size, sum, with);
        }
        _ => {}
    }
}

/// Number of ways to choose `k` of `n`; `None` where it does not fit.
fn choices(n: usize, k: usize) -> Option<u64> {
    let (n, k) = (n as u128, k.min(n - k) as u128);
    let count = (1..=k).try_fold(1_u128, |count, i| Some(count.checked_mul(n - k + i)? / i))?;
    u64::try_from(count).ok()
}

/// How many arrangements reach what was observed.
pub(crate) struct Tally {
    observed: f64,
    /// Differences below this are rounding: an arrangement that gives the observed value again must count.
    tolerance: f64,
    looked_at: u64,
    exact: bool,
    far: u64,
    low: u64,
    high: u64,
}

impl Tally {
    /// `values` set the scale of what counts as rounding.
    pub(crate) fn new(observed: f64, values: &[f64]) -> Self {
        let scale = values.iter().fold(observed.abs(), |scale, value| scale.max(value.abs()));
        Self { observed, tolerance: 1e-12 * scale, looked_at: 0, exact: true, far: 0, low: 0, high: 0 }
    }

    /// Random arrangements follow: the observed one is counted beside them.
    pub(crate) fn observed_first(&mut self, how: Randomisation) -> Result<()> {
        if how.draws == 0 {
            return invalid("a permutation test without draws");
        }
        self.exact = false;
        self.add(self.observed);
        Ok(())
    }

    pub(crate) fn add(&mut self, value: f64) {
        self.looked_at += 1;
        self.far += u64::from(value.abs() >= self.observed.abs() - self.tolerance);
        self.low += u64::from(value <= self.observed + self.tolerance);
        self.high += u64::from(value >= self.observed - self.tolerance);
    }

    pub(crate) fn finish(self) -> Result<PermutationTest> {
        if self.looked_at == 0 {
            return not_estimable("there is no arrangement to compare with");
        }
        let share = |count: u64| count as f64 / self.looked_at as f64;
        let (p_less, p_greater) = (share(self.low), share(self.high));
        Ok(PermutationTest {
            observed: self.observed,
            arrangements: self.looked_at,
            exact: self.exact,
            p_two_sided: share(self.far),
            p_less,
            p_greater,
            p_doubled: (2.0 * p_less.min(p_greater)).min(1.0),
        })
    }
}
