//! One outcome of teams over sprints, and when each team joined.

mod build;
#[cfg(test)]
mod tests;
mod weights;

use std::collections::BTreeMap;

pub use build::Cell;
pub use weights::Weights;
pub(crate) use weights::dot;

/// Units × periods of one outcome. A missing cell is NaN inside and `None` outside; everything given is finite.
///
/// Periods keep their own numbers: leaving some out moves neither joining nor event time, which is
/// `period − joined` in those numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    units: Vec<Unit>,
    periods: Vec<i64>,
    /// Row by row, `units.len() × periods.len()`.
    outcome: Vec<f64>,
    /// What a count is counted over, such as merged pull requests; 1 where nothing is said.
    exposure: Option<Vec<f64>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    pub name: String,
    /// The number of the period it joined in; `None` where it never did. Need not be a period of the panel.
    pub joined: Option<i64>,
}

impl Panel {
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// Ascending.
    pub fn periods(&self) -> &[i64] {
        &self.periods
    }

    pub fn outcome(&self, unit: usize, period: usize) -> Option<f64> {
        Some(self.outcome[self.at(unit, period)]).filter(|value| value.is_finite())
    }

    /// The outcomes of one unit, NaN where missing.
    pub fn row(&self, unit: usize) -> &[f64] {
        &self.outcome[unit * self.periods.len()..(unit + 1) * self.periods.len()]
    }

    pub fn exposure(&self, unit: usize, period: usize) -> f64 {
        self.exposure.as_ref().map_or(1.0, |exposure| exposure[self.at(unit, period)])
    }

    /// Whether the unit has joined by this period.
    pub fn is_treated(&self, unit: usize, period: usize) -> bool {
        self.units[unit].joined.is_some_and(|joined| self.periods[period] >= joined)
    }

    /// The index of the first period the unit has joined by; the number of periods where it never does.
    pub fn joined_at(&self, unit: usize) -> usize {
        let joined = self.units[unit].joined;
        joined.map_or(self.periods.len(), |joined| self.periods.partition_point(|period| *period < joined))
    }

    /// Periods since joining, in the numbers of the periods; numbers too far apart for that give the last there is.
    pub fn event_time(&self, unit: usize, period: usize) -> Option<i64> {
        self.units[unit].joined.map(|joined| self.periods[period].saturating_sub(joined))
    }

    /// Units by the period they joined in: the waves. Those that never joined come under `None`.
    pub fn waves(&self) -> BTreeMap<Option<i64>, Vec<usize>> {
        let mut waves = BTreeMap::<_, Vec<_>>::new();
        for (unit, of) in self.units.iter().enumerate() {
            waves.entry(of.joined).or_default().push(unit);
        }
        waves
    }

    /// The same panel without these periods, on both sides and for every unit.
    #[must_use]
    pub fn without_periods(&self, excluded: &[i64]) -> Self {
        let kept: Vec<usize> =
            (0..self.periods.len()).filter(|&p| !excluded.contains(&self.periods[p])).collect();
        self.select(&(0..self.units.len()).collect::<Vec<_>>(), &kept)
    }

    /// The same panel without these units.
    #[must_use]
    pub fn without_units(&self, dropped: &[usize]) -> Self {
        let kept: Vec<usize> = (0..self.units.len()).filter(|unit| !dropped.contains(unit)).collect();
        self.select(&kept, &(0..self.periods.len()).collect::<Vec<_>>())
    }

    /// The same outcomes with other joining periods, unit by unit.
    #[must_use]
    pub fn with_joined(&self, joined: impl Fn(&Unit) -> Option<i64>) -> Self {
        let units = self.units.iter().map(|unit| Unit { name: unit.name.clone(), joined: joined(unit) });
        Self { units: units.collect(), ..self.clone() }
    }

    /// The same panel with the cells blanked for which this says no.
    #[must_use]
    pub fn keeping(&self, keep: impl Fn(usize, usize) -> bool) -> Self {
        let mut panel = self.clone();
        for unit in 0..self.units.len() {
            for period in (0..self.periods.len()).filter(|&period| !keep(unit, period)) {
                panel.outcome[self.at(unit, period)] = f64::NAN;
            }
        }
        panel
    }

    /// The same outcomes with these joining periods, one per unit in their order.
    #[must_use]
    pub fn with_joining(&self, joined: &[Option<i64>]) -> Self {
        let mut panel = self.clone();
        for (unit, joined) in panel.units.iter_mut().zip(joined) {
            unit.joined = *joined;
        }
        panel
    }

    /// The same panel with other outcomes; a cell that is missing stays missing.
    #[must_use]
    pub fn with_outcome(&self, outcome: impl Fn(usize, usize) -> f64) -> Self {
        let mut panel = self.clone();
        for (at, value) in panel.outcome.iter_mut().enumerate().filter(|(_, value)| value.is_finite()) {
            *value = outcome(at / self.periods.len(), at % self.periods.len());
        }
        panel
    }

    /// Whether no cell is missing.
    pub fn is_complete(&self) -> bool {
        self.outcome.iter().all(|value| value.is_finite())
    }

    fn select(&self, units: &[usize], periods: &[usize]) -> Self {
        let pick = |of: &[f64]| {
            units.iter().flat_map(|&unit| periods.iter().map(move |&p| of[self.at(unit, p)])).collect()
        };
        Self {
            units: units.iter().map(|&unit| self.units[unit].clone()).collect(),
            periods: periods.iter().map(|&period| self.periods[period]).collect(),
            outcome: pick(&self.outcome),
            exposure: self.exposure.as_deref().map(pick),
        }
    }

    const fn at(&self, unit: usize, period: usize) -> usize {
        unit * self.periods.len() + period
    }
}
