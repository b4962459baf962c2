//! Do groups last differently long? The log-rank test.

use nalgebra::{DMatrix, DVector};
use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::{Observation, sorted};
use crate::error::{Result, invalid, not_estimable};

/// Mantel and Haenszel's test over all times at which something ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogRank {
    pub chi_squared: f64,
    pub degrees_of_freedom: usize,
    pub p_value: f64,
}

/// Compares the curves of two or more groups, as R's `survdiff`: observed against expected events, with the
/// hypergeometric variance. Groups in which nothing could be expected to end drop out.
///
/// # Errors
/// `NotEstimable` when fewer than two groups are left or nothing ended; `Invalid` for a bad time.
pub fn log_rank(groups: &[Vec<Observation>]) -> Result<LogRank> {
    let groups = groups.iter().map(|group| sorted(group)).collect::<Result<Vec<_>>>()?;
    let Some((excess, variance)) = moments(&groups) else {
        return not_estimable("fewer than two groups could be seen to end");
    };
    // One group is what the others leave over, so it carries no information of its own.
    let (df, rest) = (excess.len() - 1, excess.rows(1, excess.len() - 1).into_owned());
    let variance = variance.view((1, 1), (df, df)).into_owned();
    let Some(solved) = variance.cholesky().map(|factor| factor.solve(&rest)) else {
        return not_estimable("nothing ended while more than one group was left to compare");
    };
    let chi_squared = rest.dot(&solved);
    let Ok(reference) = ChiSquared::new(df as f64) else { return invalid("no degree of freedom") };
    Ok(LogRank { chi_squared, degrees_of_freedom: df, p_value: reference.sf(chi_squared) })
}

/// Observed less expected events by group, and their covariance, of the groups with some expectation.
fn moments(groups: &[Vec<Observation>]) -> Option<(DVector<f64>, DMatrix<f64>)> {
    let k = groups.len();
    let (mut observed, mut expected) = (DVector::zeros(k), DVector::zeros(k));
    let mut variance = DMatrix::zeros(k, k);
    for time in event_times(groups) {
        let at_risk = DVector::from_fn(k, |g, _| at_risk(&groups[g], time) as f64);
        let ended = DVector::from_fn(k, |g, _| ended(&groups[g], time) as f64);
        let (n, d) = (at_risk.sum(), ended.sum());
        let share = &at_risk / n;
        observed += &ended;
        expected += &share * d;
        if n > 1.0 {
            let spread = DMatrix::from_diagonal(&share) - &share * share.transpose();
            variance += spread * (d * (n - d) / (n - 1.0));
        }
    }
    let kept: Vec<usize> = (0..k).filter(|&g| expected[g] > 0.0).collect();
    let excess = (observed - expected).select_rows(&kept);
    (kept.len() > 1).then(|| (excess, variance.select_rows(&kept).select_columns(&kept)))
}

fn event_times(groups: &[Vec<Observation>]) -> Vec<f64> {
    let mut times: Vec<f64> = groups.iter().flatten().filter(|one| one.event).map(|one| one.time).collect();
    times.sort_unstable_by(f64::total_cmp);
    times.dedup();
    times
}

fn at_risk(sorted: &[Observation], time: f64) -> usize {
    sorted.len() - sorted.partition_point(|one| one.time < time)
}

fn ended(sorted: &[Observation], time: f64) -> usize {
    let from = sorted.partition_point(|one| one.time < time);
    sorted[from..].iter().take_while(|one| one.time <= time).filter(|one| one.event).count()
}
