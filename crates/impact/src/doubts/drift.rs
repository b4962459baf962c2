//! Break-even drift: how much faster must joiners have been changing anyway, for the effect to be nothing?
//!
//! The question of Roth (2022), Pretest with Caution, AER: Insights 4(3), and of Rambachan, Roth (2023), A More Credible
//! Approach to Parallel Trends, Review of Economic Studies 90(5), for the simplest departure, a straight line in event
//! time. The units compared with are taken not to drift, which is the harder case for the estimate.

use crate::{
    error::{Result, not_estimable},
    imputation::{Average, Imputation},
};

/// Drifts per period, in the unit of the outcome; their sign is that of the estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BreakEven {
    /// A drift of joiners like this would explain the whole estimate.
    pub estimate: f64,
    /// One like this would bring the nearer end of the interval to 0; `None` where the interval holds 0 already.
    pub interval: Option<f64>,
    /// By how many periods the joined cells lie after their units' cells before joining, on average: the effect that a
    /// drift of 1 would feign.
    pub distance: f64,
}

/// # Errors
/// `NotEstimable` where the average has no cell.
pub fn break_even_drift(fit: &Imputation<'_>, average: &Average, interval: (f64, f64)) -> Result<BreakEven> {
    let distance = distance(fit, average)?;
    let nearer =
        if interval.0 > 0.0 { Some(interval.0) } else { Some(interval.1).filter(|high| *high < 0.0) };
    Ok(BreakEven {
        estimate: fit.mean(average)? / distance,
        interval: nearer.map(|end| end / distance),
        distance,
    })
}

fn distance(fit: &Imputation<'_>, average: &Average) -> Result<f64> {
    let panel = fit.panel();
    let (mut sum, mut all) = (0.0, 0.0);
    for cells in fit.effects().chunk_by(|a, b| a.unit == b.unit) {
        let before = mean_before(fit, cells[0].unit);
        for cell in cells {
            let weight = average.weight(&panel.units()[cell.unit], cell.event_time);
            sum += weight * (cell.event_time as f64 - before);
            all += weight;
        }
    }
    // Joined cells lie after those before joining, so any weight at all gives a positive distance.
    if sum > 0.0 {
        Ok(sum / all)
    } else {
        not_estimable("no joined cell counts, so there is no drift to name")
    }
}

/// The mean event time of the unit's cells before joining.
fn mean_before(fit: &Imputation<'_>, unit: usize) -> f64 {
    let panel = fit.panel();
    let times: Vec<f64> = (0..panel.periods().len())
        .filter(|&period| panel.outcome(unit, period).is_some())
        .filter_map(|period| panel.event_time(unit, period))
        .filter(|time| *time < 0)
        .map(|time| time as f64)
        .collect();
    times.iter().sum::<f64>() / times.len().max(1) as f64
}
