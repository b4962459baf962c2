//! The plain tools of one sample and of two: quantiles, the median with exact limits, rank tests with the shift they are
//! about, paired tests, the ratio of geometric means and the two-group permutation test.

mod brent;
mod log_ratio;
mod median;
mod pairs;
mod permutation;
mod quantile;
mod rank_sum;
mod ranks;
mod signed_rank;
mod student;
#[cfg(test)]
mod tests;

pub(crate) use brent::root;
pub use log_ratio::{LogRatio, log_ratio};
pub use median::{MedianInterval, median_interval};
pub(crate) use permutation::Tally;
pub use permutation::{PermutationTest, Randomisation, permutation_test};
pub use quantile::{QuantileType, iqr, mad, median, quantile};
pub use rank_sum::{RankSum, rank_sum};
pub(crate) use ranks::mid_ranks;
pub use signed_rank::{SignedRank, signed_rank};
pub use student::{PairedT, SignTest, paired_t, sign_test};
pub(crate) use student::{mean, variance, welch};

use crate::error::{Result, invalid, not_estimable};

/// The values in ascending order.
fn sorted(values: &[f64]) -> Result<Vec<f64>> {
    let mut sorted = finite(values)?.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    Ok(sorted)
}

/// The values, unless there are none or some are no numbers.
pub(crate) fn finite(values: &[f64]) -> Result<&[f64]> {
    if values.is_empty() {
        return not_estimable("there are no values");
    }
    match values.iter().find(|value| !value.is_finite()) {
        Some(bad) => invalid(format!("a value is {bad}; leave missing ones out")),
        None => Ok(values),
    }
}
