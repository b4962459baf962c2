//! The smallest effect a plan of waves could show, from how these teams vary by themselves.

use crate::{
    distributions::student_critical,
    error::{Result, invalid, not_estimable},
    inference::{Estimator, PermutationOptions, permute},
    panel::Panel,
};

/// So many units that would join in this period, one of the baseline's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedWave {
    pub joins: i64,
    pub units: usize,
}

/// In the unit of the outcome.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detectable {
    /// Found as significant at 5 % with a power of 80 %: (t.975 + t.80) · standard error, units − 1 degrees of freedom.
    pub effect: f64,
    /// The spread of the estimate when the plan is dealt to these units and nothing happens.
    pub standard_error: f64,
    /// How many deals that was seen in.
    pub deals: usize,
}

/// Deals the planned waves to the units over and over, with nothing having happened; cells since a unit really joined
/// are left out. Units that are in no wave never join.
///
/// # Errors
/// `Invalid` where the plan names more units than there are; `NotEstimable` where it leaves nothing to compare, or
/// where the outcome does not vary.
pub fn smallest_detectable_effect(
    baseline: &Panel,
    plan: &[PlannedWave],
    estimator: &impl Estimator,
    options: &PermutationOptions,
) -> Result<Detectable> {
    let units = baseline.units().len();
    let mut joined: Vec<Option<i64>> = plan
        .iter()
        .flat_map(|wave| std::iter::repeat_n(Some(wave.joins), wave.units.min(units + 1)))
        .collect();
    if joined.len() > units {
        return invalid(format!("the plan names {} units or more, but there are {units}", joined.len()));
    }
    joined.resize(units, None);
    let idle = baseline.keeping(|unit, period| !baseline.is_treated(unit, period)).with_joining(&joined);
    let null = permute(&idle, estimator, &PermutationOptions { level: None, ..*options })?.null;
    let standard_error = spread(&null);
    if standard_error <= 1e-13 {
        return not_estimable("the outcome does not vary, so there is nothing to measure an effect by");
    }
    let degrees = units.saturating_sub(1) as f64;
    // t.975 and t.80 are the two-sided critical values of 95 % and 60 %.
    let t = student_critical(0.95, degrees)? + student_critical(0.6, degrees)?;
    Ok(Detectable { effect: t * standard_error, standard_error, deals: null.len() })
}

/// The standard deviation around the mean.
fn spread(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (squares / values.len().saturating_sub(1).max(1) as f64).sqrt()
}
