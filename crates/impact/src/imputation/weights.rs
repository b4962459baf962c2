//! An average of effects as a weighted sum of all outcomes.

use nalgebra::DVector;

use super::{Average, Imputation, no_cell};
use crate::{error::Result, panel::Weights};

/// The adjoint of the fit: a joined cell brings its own weight, and what is taken off it as its unit's and its
/// period's effect is spread over the cells those were estimated from.
pub(super) fn of(fit: &Imputation<'_>, average: &Average) -> Result<Weights> {
    let mut weights = joined(fit, average)?;
    let mut demand = DVector::zeros(fit.panel.periods().len());
    let by_unit: Vec<f64> = (0..fit.panel.units().len()).map(|unit| weights.row(unit).iter().sum()).collect();
    for (unit, total) in by_unit.iter().enumerate().filter(|(_, total)| **total != 0.0) {
        let baseline = &fit.baselines[unit];
        for (period, demand) in demand.iter_mut().enumerate() {
            *demand += weights.at(unit, period) - total * baseline.mask[period] / baseline.count;
        }
    }
    let price = fit.solved.solve(demand);
    for (unit, total) in by_unit.iter().enumerate() {
        let baseline = &fit.baselines[unit];
        let mean = baseline.mean_of(&price);
        let row = weights.row_mut(unit);
        for period in baseline.periods() {
            row[period] = -total / baseline.count - (price[period] - mean);
        }
    }
    Ok(weights)
}

/// The weights of the joined cells alone, summing to 1.
fn joined(fit: &Imputation<'_>, average: &Average) -> Result<Weights> {
    let total: f64 = fit.effects.iter().map(|cell| fit.weight(average, cell)).sum();
    if total <= 0.0 {
        return no_cell();
    }
    let mut weights = Weights::zero(fit.panel);
    for cell in &fit.effects {
        weights.row_mut(cell.unit)[cell.period] = fit.weight(average, cell) / total;
    }
    Ok(weights)
}
