//! All cohorts' regressions together: covariates, residuals, and means of effects.

use nalgebra::{DMatrix, DVector};

use super::{Cohort, Effect};
use crate::{
    error::{Result, not_estimable},
    group_time::{Covariates, Estimate},
    linear,
    panel::Panel,
    regression::within::product,
};

pub struct Pooled {
    /// The controls first, then the waves.
    cohorts: Vec<Part>,
    coefficients: DVector<f64>,
    /// Of the covariates, each beside what units and periods of its cohort explain.
    inverse: DMatrix<f64>,
    /// √ of the small-sample factor of the variance.
    scale: f64,
    pub observations: usize,
    pub clusters: usize,
}

/// Tables of one cohort.
struct Part {
    cohort: Cohort,
    outcome: Vec<f64>,
    covariates: Vec<Vec<f64>>,
    /// The covariates beside what units and periods explain of them.
    within: Vec<Vec<f64>>,
    residuals: Vec<f64>,
}

impl Pooled {
    pub fn of(
        panel: &Panel,
        never: Cohort,
        waves: Vec<Cohort>,
        covariates: Option<&Covariates>,
        effects: usize,
    ) -> Result<Self> {
        let parts = std::iter::once(never).chain(waves);
        let mut cohorts: Vec<Part> = parts.map(|cohort| Part::of(panel, cohort, covariates)).collect();
        let columns = covariates.map_or(0, Covariates::len);
        let gram = DMatrix::from_fn(columns, columns, |a, b| {
            cohorts.iter().map(|part| product(&part.within[a], &part.within[b])).sum()
        });
        let inverted = if columns == 0 { Some(gram) } else { linear::inverse(gram) };
        let Some(inverse) = inverted else {
            return not_estimable("the covariates depend on each other, or on units and periods");
        };
        let right = DVector::from_fn(columns, |at, _| {
            cohorts.iter().map(|part| product(&part.within[at], &part.outcome)).sum()
        });
        let coefficients = &inverse * right;
        for part in &mut cohorts {
            part.explain(&coefficients);
        }
        let observations = cohorts.iter().map(|part| part.cohort.within.cells()).sum::<usize>();
        let clusters = cohorts.iter().map(|part| part.cohort.units.len()).sum();
        let parameters = effects + columns + panel.periods().len();
        if observations <= parameters || clusters < 2 {
            return not_estimable("there are no more cells than effects, so no standard error");
        }
        let (n, g) = (observations as f64, clusters as f64);
        let scale = (g / (g - 1.0) * (n - 1.0) / (n - parameters as f64)).sqrt();
        Ok(Self { cohorts, coefficients, inverse, scale, observations, clusters })
    }

    /// The mean of effects over their cells.
    pub fn mean(&self, effects: &[Effect]) -> Estimate {
        let weights = self.weights(effects);
        let shift = self.covariate_weights(&weights);
        let (mut effect, mut variance) = (0.0, 0.0);
        for (part, mut weights) in self.cohorts.iter().zip(weights) {
            for (within, shift) in part.within.iter().zip(shift.iter()) {
                weights.iter_mut().zip(within).for_each(|(weight, value)| *weight -= shift * value);
            }
            effect += product(&weights, &part.outcome);
            let rows = part.cohort.within.rows(&weights).zip(part.cohort.within.rows(&part.residuals));
            variance += rows.map(|(weights, residuals)| product(weights, residuals).powi(2)).sum::<f64>();
        }
        Estimate { effect, standard_error: self.scale * variance.sqrt() }
    }

    /// What each cell weighs in the mean, before covariates; a table per cohort.
    fn weights(&self, effects: &[Effect]) -> Vec<Vec<f64>> {
        let all: f64 = effects.iter().map(|effect| effect.cells).sum();
        let periods = self.cohorts.first().map_or(0, |part| part.cohort.within.periods());
        let mut contrasts = vec![vec![0.0; periods]; self.cohorts.len()];
        for effect in effects {
            let share = effect.cells / all;
            for (cohort, sign) in [(0, -1.0), (effect.cohort + 1, 1.0)] {
                contrasts[cohort][effect.period] += sign * share;
                contrasts[cohort][effect.reference] -= sign * share;
            }
        }
        let parts = self.cohorts.iter().zip(&contrasts);
        parts.map(|(part, contrast)| part.cohort.within.contrast(contrast)).collect()
    }

    /// How much of each covariate the mean would take for an effect, in terms of its own weights.
    fn covariate_weights(&self, weights: &[Vec<f64>]) -> DVector<f64> {
        let taken = DVector::from_fn(self.coefficients.len(), |at, _| {
            self.cohorts
                .iter()
                .zip(weights)
                .map(|(part, weights)| product(weights, &part.covariates[at]))
                .sum()
        });
        &self.inverse * taken
    }
}

impl Part {
    fn of(panel: &Panel, cohort: Cohort, covariates: Option<&Covariates>) -> Self {
        let within = &cohort.within;
        let outcome = within.table(|row, period| panel.row(cohort.units[row])[period]);
        let table =
            |all: &Covariates, at| within.table(|row, period| all.value(at, cohort.units[row], period));
        let covariates: Vec<Vec<f64>> =
            covariates.map_or_else(Vec::new, |all| (0..all.len()).map(|at| table(all, at)).collect());
        Self {
            within: covariates.iter().map(|table| within.residuals(table)).collect(),
            residuals: within.residuals(&outcome),
            covariates,
            outcome,
            cohort,
        }
    }

    fn explain(&mut self, coefficients: &DVector<f64>) {
        for (covariate, coefficient) in self.within.iter().zip(coefficients.iter()) {
            self.residuals.iter_mut().zip(covariate).for_each(|(rest, value)| *rest -= coefficient * value);
        }
    }
}
