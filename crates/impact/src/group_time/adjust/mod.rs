//! Comparisons among units that are alike in covariates.
//!
//! Estimators and influence functions of Sant'Anna, Zhao (2020), Doubly robust difference-in-differences estimators,
//! Journal of Econometrics 219(1), for a panel. Each comes from the same two fits: how the outcome of the controls
//! changed given the covariates, and how likely a unit of either side is to be in the wave.

mod outcome;
mod propensity;
mod sample;

use nalgebra::DVector;
use outcome::OutcomeModel;
use propensity::Propensity;
use sample::{Sample, average};

use super::{
    Covariates, Estimate, Why,
    comparison::{Influence, Made},
    layout::Layout,
    plan::Plan,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjustment {
    /// What the covariates say the wave would have changed by, from a regression among its controls.
    Regression,
    /// Controls weighted to look like the wave, by the odds of being in it; weights sum to 1.
    Weighting,
    /// Both: right where either model is.
    DoublyRobust,
}

pub(super) fn compare(layout: &Layout, plan: &Plan, covariates: &Covariates, adjustment: Adjustment) -> Made {
    let sample = Sample::of(layout, plan, covariates)?;
    let (effect, local) = estimate(&sample, adjustment)?;
    let n = layout.len() as f64;
    let scale = n / sample.len() as f64;
    let standard_error = scale * local.norm() / n;
    let rows = sample.rows.iter().zip(local.iter()).map(|(row, influence)| (*row, scale * influence));
    let influence = Influence::Rows(rows.collect());
    Ok((Estimate { effect, standard_error }, [sample.wave, sample.len() - sample.wave], influence))
}

/// The effect, and the influence of each unit of the sample on it.
fn estimate(sample: &Sample, adjustment: Adjustment) -> Result<(f64, DVector<f64>), Why> {
    match adjustment {
        Adjustment::Regression => Ok(regression(sample, &OutcomeModel::fit(sample)?)),
        Adjustment::Weighting => Ok(weighting(sample, &Propensity::fit(sample)?)),
        Adjustment::DoublyRobust => {
            let propensity = Propensity::fit(sample)?;
            Ok(doubly_robust(sample, &OutcomeModel::fit(sample)?, &propensity))
        }
    }
}

fn regression(sample: &Sample, model: &OutcomeModel) -> (f64, DVector<f64>) {
    let wave = &sample.joined;
    let observed = average(wave, &sample.change);
    let predicted = average(wave, &model.fitted);
    let effect = observed - predicted;
    let own = wave.component_mul(&(&sample.change - &model.fitted).add_scalar(-effect));
    let fitted = &model.linear * sample.mean_covariates(wave);
    (effect, (own - fitted) / wave.mean())
}

fn weighting(sample: &Sample, propensity: &Propensity) -> (f64, DVector<f64>) {
    let (wave, controls) = (&sample.joined, &propensity.odds);
    let (joined, compared) = (average(wave, &sample.change), average(controls, &sample.change));
    let of_wave = wave.component_mul(&sample.change.add_scalar(-joined)) / wave.mean();
    let residual = controls.component_mul(&sample.change.add_scalar(-compared));
    let fitted = &propensity.linear * sample.mean_covariates(&residual);
    (joined - compared, of_wave - (residual + fitted) / controls.mean())
}

fn doubly_robust(sample: &Sample, model: &OutcomeModel, propensity: &Propensity) -> (f64, DVector<f64>) {
    let (wave, controls) = (&sample.joined, &propensity.odds);
    let unexplained = &sample.change - &model.fitted;
    let (joined, compared) = (average(wave, &unexplained), average(controls, &unexplained));
    let of_wave =
        wave.component_mul(&unexplained.add_scalar(-joined)) - &model.linear * sample.mean_covariates(wave);
    let residual = controls.component_mul(&unexplained.add_scalar(-compared));
    let fitted = &propensity.linear * sample.mean_covariates(&residual)
        - &model.linear * sample.mean_covariates(controls);
    (joined - compared, of_wave / wave.mean() - (residual + fitted) / controls.mean())
}
