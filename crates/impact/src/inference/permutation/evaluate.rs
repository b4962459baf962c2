//! The estimate under every assignment.

use rayon::prelude::*;

use super::{
    super::{Estimator, WaveWeights},
    Assignments,
};
use crate::panel::{Panel, dot};

/// An assignment's estimate of the outcome, and its estimate of who had really joined: what a constant effect of 1
/// would add to it. NaN where that was not asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub estimate: f64,
    pub joined: f64,
}

/// `None` where an assignment has no estimate.
pub(super) fn all(
    panel: &Panel,
    estimator: &impl Estimator,
    assignments: &Assignments,
    joined: bool,
) -> Vec<Option<Pair>> {
    let real = joined.then(|| panel.with_outcome(|unit, period| f64::from(panel.is_treated(unit, period))));
    let dealt = assignments.all();
    let weights = estimator.wave_weights(panel);
    match weights.and_then(|weights| Tables::of(panel, real.as_ref(), assignments, &weights)) {
        Some(tables) => dealt.par_iter().map(|waves| Some(tables.sum(waves))).collect(),
        None => again(panel, real.as_ref(), estimator, &assignments.joining(&dealt)),
    }
}

fn again(
    panel: &Panel,
    real: Option<&Panel>,
    estimator: &impl Estimator,
    joining: &[Vec<Option<i64>>],
) -> Vec<Option<Pair>> {
    let estimates = estimator.dealt(panel, joining).into_iter().map(Result::ok);
    let unasked = || vec![Ok(f64::NAN); joining.len()];
    let real = real.map_or_else(unasked, |real| estimator.dealt(real, joining)).into_iter().map(Result::ok);
    estimates
        .zip(real)
        .map(|(estimate, joined)| Some(Pair { estimate: estimate?, joined: joined? }))
        .collect()
}

/// What each unit would add to the estimate in each wave: an assignment is then one look-up per unit.
struct Tables {
    waves: usize,
    outcome: Vec<f64>,
    joined: Option<Vec<f64>>,
}

impl Tables {
    fn of(
        panel: &Panel,
        real: Option<&Panel>,
        assignments: &Assignments,
        weights: &WaveWeights,
    ) -> Option<Self> {
        let rows: Vec<&Vec<f64>> =
            assignments.waves.iter().map(|wave| weights.get(wave)).collect::<Option<_>>()?;
        let table = |panel: &Panel| -> Vec<f64> {
            let units = 0..panel.units().len();
            units.flat_map(|unit| rows.iter().map(move |row| dot(row, panel.row(unit)))).collect()
        };
        Some(Self { waves: rows.len(), outcome: table(panel), joined: real.map(table) })
    }

    fn sum(&self, dealt: &[usize]) -> Pair {
        let of = |table: &[f64]| -> f64 {
            dealt.iter().enumerate().map(|(unit, wave)| table[unit * self.waves + wave]).sum()
        };
        Pair { estimate: of(&self.outcome), joined: self.joined.as_deref().map_or(f64::NAN, of) }
    }
}
