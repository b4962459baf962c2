//! The conservative standard error of the paper, clustered by unit.

use std::collections::BTreeMap;

use super::Imputation;
use crate::panel::Weights;

impl Imputation<'_> {
    /// sqrt(Σ units (Σ periods v · ε)²). The residual of a joined cell is its distance from the mean effect of its wave
    /// at its event time, weighted by v² (Borusyak, Jaravel, Spiess 2024, equation 8); so heterogeneity within a wave
    /// only makes it larger.
    pub(super) fn standard_error(&self, weights: &Weights) -> f64 {
        let means = self.means(weights);
        let mut by_unit: Vec<f64> =
            (0..self.panel.units().len()).map(|unit| self.untreated(unit, weights)).collect();
        for cell in &self.effects {
            let weight = weights.at(cell.unit, cell.period);
            let group = (self.panel.units()[cell.unit].joined, cell.event_time);
            if let Some((weighted, all)) = means.get(&group).filter(|_| weight != 0.0) {
                by_unit[cell.unit] += weight * (cell.effect - weighted / all);
            }
        }
        by_unit.iter().map(|sum| sum * sum).sum::<f64>().sqrt()
    }

    fn untreated(&self, unit: usize, weights: &Weights) -> f64 {
        let (baseline, own) = (&self.baselines[unit], self.unit_effect(unit, &self.period_effects));
        let residual = |period: usize| baseline.outcome[period] - own - self.period_effects[period];
        baseline.periods().map(|period| weights.at(unit, period) * residual(period)).sum()
    }

    fn means(&self, weights: &Weights) -> BTreeMap<(Option<i64>, i64), (f64, f64)> {
        let mut means = BTreeMap::<_, (f64, f64)>::new();
        for cell in &self.effects {
            let weight = weights.at(cell.unit, cell.period);
            if weight != 0.0 {
                let (sum, all) =
                    means.entry((self.panel.units()[cell.unit].joined, cell.event_time)).or_default();
                *sum += weight * weight * cell.effect;
                *all += weight * weight;
            }
        }
        means
    }
}
