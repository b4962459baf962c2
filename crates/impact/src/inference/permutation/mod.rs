//! Permutation inference: had the same waves been dealt to the teams in another way, how often would the estimate have
//! been as large?
//!
//! Wave sizes stay as they are. Few assignments are all tried, many are drawn; `MacKinnon`, Webb (2020), Randomization
//! inference for difference-in-differences with few treated clusters, J. Econometrics 218(2).

mod assignments;
mod evaluate;
mod invert;

use assignments::Assignments;

use super::Estimator;
use crate::{error::Result, panel::Panel};

/// Estimates count as equal within this, so that rounding decides no p-value.
const SAME: f64 = 1e-9;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PermutationOptions {
    /// With at most so many distinct assignments, every one is tried.
    pub exact_up_to: usize,
    /// Otherwise so many are drawn.
    pub draws: usize,
    pub seed: u64,
    /// The level of the interval by inversion under a constant effect; `None` leaves it out. Only for estimators that
    /// are weighted sums of outcomes.
    pub level: Option<f64>,
}

impl Default for PermutationOptions {
    fn default() -> Self {
        Self { exact_up_to: 30_000, draws: 999, seed: 1, level: None }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Permutation {
    pub observed: f64,
    /// Whether every assignment was tried, the observed one among them.
    pub exact: bool,
    /// The estimate under each assignment tried, ascending; those without an estimate are not in it.
    pub null: Vec<f64>,
    /// Assignments under which nothing can be estimated. They count as being as large, which errs to the safe side.
    pub without_estimate: usize,
    /// Assignments under which |estimate| is at least |observed|.
    pub at_least: usize,
    /// `at_least` of all where exact, else (`at_least` + 1) / (draws + 1).
    pub p_value: f64,
    /// The same for estimates at most as high as the observed one.
    pub p_lower: f64,
    /// Every constant effect that the test does not reject. `None` where not asked for, or where an end is open: too
    /// few assignments reject anything.
    pub interval: Option<(f64, f64)>,
}

/// The permutation test of an estimator. For a studentised test hand over an estimator of the t statistic, such as
/// [`crate::imputation::TStatistic`].
///
/// # Errors
/// Where the panel as it is has no estimate.
pub fn permute(
    panel: &Panel,
    estimator: &impl Estimator,
    options: &PermutationOptions,
) -> Result<Permutation> {
    let observed = estimator.estimate(panel)?;
    let assignments = Assignments::of(panel, options);
    let pairs = evaluate::all(panel, estimator, &assignments, options.level.is_some());
    let found: Vec<evaluate::Pair> = pairs.iter().filter_map(Clone::clone).collect();
    let without_estimate = pairs.len() - found.len();
    let count = |fits: &dyn Fn(f64) -> bool| {
        without_estimate + found.iter().filter(|pair| fits(pair.estimate)).count()
    };
    let at_least = count(&|value| value.abs() >= observed.abs() - SAME);
    let lower = count(&|value| value <= observed + SAME);
    let share = |count: usize| {
        let itself = usize::from(!assignments.exact);
        (count + itself) as f64 / (pairs.len() + itself) as f64
    };
    let interval = options
        .level
        .and_then(|level| invert::interval(observed, &found, without_estimate, assignments.exact, level));
    let mut null: Vec<f64> = found.iter().map(|pair| pair.estimate).collect();
    null.sort_by(f64::total_cmp);
    Ok(Permutation {
        observed,
        exact: assignments.exact,
        null,
        without_estimate,
        at_least,
        p_value: share(at_least),
        p_lower: share(lower),
        interval,
    })
}
