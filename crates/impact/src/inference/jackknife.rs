//! The cluster jackknife: how much the estimate moves when one block leaves.
//!
//! `MacKinnon`, Nielsen, Webb (2023), Fast and reliable jackknife and bootstrap methods for cluster-robust inference,
//! J. Applied Econometrics 38(5); for staggered designs Karim, Nielsen, `MacKinnon`, Webb (2026), arXiv 2602.12043.

use super::{Block, Estimator};
use crate::{
    distributions::{student_critical, student_two_sided},
    error::{Result, not_estimable},
    panel::Panel,
};

/// The delete-one-block jackknife; all in the unit of the outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Jackknife {
    pub estimate: f64,
    /// The estimate without each block, by the block's name.
    pub leave_outs: Vec<(String, f64)>,
    /// CV3J: (n−1)/n of the squared distances from the mean of the leave-outs.
    pub standard_error: f64,
    /// CV3: the same around the estimate; never smaller.
    pub standard_error_around_estimate: f64,
    /// Two-sided, by t with n − 1 degrees of freedom.
    pub p_value: f64,
}

impl Jackknife {
    /// # Errors
    /// `NotEstimable` with fewer than two blocks, where the estimate does not exist without some block (an interval
    /// that passed over the block it hangs on would be too narrow), or where nothing moves at all.
    pub fn of(estimate: f64, leave_outs: Vec<(String, Result<f64>)>) -> Result<Self> {
        let leave_outs = estimated(leave_outs)?;
        let n = leave_outs.len();
        let mean = leave_outs.iter().map(|(_, value)| value).sum::<f64>() / n.max(1) as f64;
        let around = |centre: f64| {
            let squares: f64 = leave_outs.iter().map(|(_, value)| (value - centre).powi(2)).sum();
            (squares * n.saturating_sub(1) as f64 / n.max(1) as f64).sqrt()
        };
        let (standard_error, standard_error_around_estimate) = (around(mean), around(estimate));
        if n < 2 {
            return not_estimable("one block is not enough for an interval; two are needed");
        }
        if standard_error <= 1e-13 + 1e-12 * estimate.abs() {
            return not_estimable(
                "the estimate is the same whoever is left out; there is nothing to tell chance by",
            );
        }
        let p_value = student_two_sided(estimate / standard_error, (n - 1) as f64)?;
        Ok(Self { estimate, leave_outs, standard_error, standard_error_around_estimate, p_value })
    }

    /// The interval of this level, such as 0.95, by t with n − 1 degrees of freedom.
    pub fn interval(&self, level: f64) -> Result<(f64, f64)> {
        let degrees = self.leave_outs.len().saturating_sub(1) as f64;
        let half = student_critical(level, degrees)? * self.standard_error;
        Ok((self.estimate - half, self.estimate + half))
    }
}

fn estimated(leave_outs: Vec<(String, Result<f64>)>) -> Result<Vec<(String, f64)>> {
    let named = leave_outs.into_iter().map(|(name, value)| match value {
        Ok(value) => Ok((name, value)),
        Err(error) => {
            not_estimable(format!("there is no interval, for without {name} there is no estimate: {error}"))
        }
    });
    named.collect()
}

/// The jackknife of an estimator over blocks such as [`Block::units`] or [`Block::waves`].
pub fn jackknife(panel: &Panel, estimator: &impl Estimator, blocks: &[Block]) -> Result<Jackknife> {
    let estimate = estimator.estimate(panel)?;
    let units: Vec<Vec<usize>> = blocks.iter().map(|block| block.units.clone()).collect();
    let values = estimator.leave_out(panel, &units);
    Jackknife::of(estimate, blocks.iter().map(|block| block.name.clone()).zip(values).collect())
}
