//! The headline estimator: what would joined cells have been, had their unit not joined?
//!
//! Unit and period effects come by least squares from the cells that are observed and not joined yet; the effect of a
//! joined cell is what it lies above their sum. Event time, wave and dose are averages of the same effects.
//! Borusyak, Jaravel, Spiess (2024), Revisiting Event-Study Designs, Review of Economic Studies 91(6).

mod average;
mod baseline;
mod leave_out;
mod standard_error;
mod t_statistic;
#[cfg(test)]
mod tests;
mod weights;

use std::collections::BTreeSet;

pub use average::Average;
use baseline::Baseline;
pub use leave_out::leave_out;
pub use t_statistic::TStatistic;

use crate::{
    error::{Result, not_estimable},
    panel::{Panel, Weights},
    two_way::{Components, Solved},
};

/// A fitted panel.
#[derive(Debug, Clone)]
pub struct Imputation<'panel> {
    panel: &'panel Panel,
    baselines: Vec<Baseline>,
    components: Components,
    solved: Solved,
    /// Up to a constant per component.
    period_effects: Vec<f64>,
    effects: Vec<Effect>,
    left_out: Vec<LeftOut>,
}

/// What one joined cell lies above what it would have been, in the unit of the outcome.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    pub unit: usize,
    pub period: usize,
    pub event_time: i64,
    pub effect: f64,
}

/// A joined cell of which nothing can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    pub unit: usize,
    pub period: usize,
    pub why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The outcome is missing, or its period was left out for this unit.
    Missing,
    /// The unit has no observed cell before joining.
    NoBaseline,
    /// No unit that has not joined yet is observed in this period.
    NoControl,
    /// Its unit and its period are observed, but no chain of units not yet joined leads from one to the other.
    NotConnected,
    /// A count over nothing.
    NoExposure,
}

/// An average effect, in the unit of the outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct AverageEffect {
    pub effect: f64,
    /// The conservative standard error of the paper (section 4.3), clustered by unit.
    pub standard_error: f64,
    /// Joined cells that count.
    pub cells: usize,
    /// Joined units that count.
    pub units: usize,
}

impl<'panel> Imputation<'panel> {
    /// # Errors
    /// `NotEstimable` where no joined cell can be compared with anything; it says why.
    pub fn of(panel: &'panel Panel) -> Result<Self> {
        let fit = Self::fit(panel)?;
        if fit.effects.is_empty() { not_estimable(nothing(&fit.left_out)) } else { Ok(fit) }
    }

    fn fit(panel: &'panel Panel) -> Result<Self> {
        let periods = panel.periods().len();
        let baselines: Vec<Baseline> =
            (0..panel.units().len()).map(|unit| Baseline::of(panel, unit)).collect();
        let components = Components::of(periods, baselines.iter().map(|baseline| baseline.mask.as_slice()));
        let (equations, right) = baseline::system(periods, &baselines);
        let solved = equations.factor(&components)?;
        let period_effects = solved.solve(right);
        let (effects, left_out) = (Vec::new(), Vec::new());
        let mut fit = Self { panel, baselines, components, solved, period_effects, effects, left_out };
        fit.compare();
        Ok(fit)
    }

    fn compare(&mut self) {
        for unit in 0..self.panel.units().len() {
            let own = self.unit_effect(unit, &self.period_effects);
            for period in self.panel.joined_at(unit)..self.panel.periods().len() {
                let Some(event_time) = self.panel.event_time(unit, period) else { continue };
                match self.usable(unit, period) {
                    Ok(outcome) => self.effects.push(Effect {
                        unit,
                        period,
                        event_time,
                        effect: outcome - own - self.period_effects[period],
                    }),
                    Err(why) => self.left_out.push(LeftOut { unit, period, why }),
                }
            }
        }
    }

    /// The outcome of a joined cell, where it can be compared.
    fn usable(&self, unit: usize, period: usize) -> std::result::Result<f64, Why> {
        let outcome = self.panel.outcome(unit, period).ok_or(Why::Missing)?;
        let first = self.baselines[unit].periods().next().ok_or(Why::NoBaseline)?;
        let component = self.components.component(period).ok_or(Why::NoControl)?;
        let connected = self.components.component(first) == Some(component);
        if connected { Ok(outcome) } else { Err(Why::NotConnected) }
    }

    fn unit_effect(&self, unit: usize, periods: &[f64]) -> f64 {
        self.baselines[unit].mean - self.baselines[unit].mean_of(periods)
    }

    pub const fn panel(&self) -> &'panel Panel {
        self.panel
    }

    /// Every joined cell that can be compared, by unit and period.
    pub fn effects(&self) -> &[Effect] {
        &self.effects
    }

    /// Every joined cell that cannot, and why.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// # Errors
    /// `NotEstimable` where the average is over no cell that can be compared.
    pub fn average(&self, average: &Average) -> Result<AverageEffect> {
        let weights = self.weights(average)?;
        let counted: Vec<&Effect> =
            self.effects.iter().filter(|cell| self.weight(average, cell) != 0.0).collect();
        Ok(AverageEffect {
            effect: self.mean(average)?,
            standard_error: self.standard_error(&weights),
            cells: counted.len(),
            units: counted.iter().map(|cell| cell.unit).collect::<BTreeSet<_>>().len(),
        })
    }

    /// The average alone, without its standard error.
    pub fn mean(&self, average: &Average) -> Result<f64> {
        let (sum, weight) = self.effects.iter().fold((0.0, 0.0), |(sum, all), cell| {
            let weight = self.weight(average, cell);
            (sum + weight * cell.effect, all + weight)
        });
        if weight > 0.0 { Ok(sum / weight) } else { no_cell() }
    }

    /// The average of each event time that has a cell, ascending.
    pub fn event_study(&self, max_event_time: Option<i64>) -> Result<Vec<(i64, AverageEffect)>> {
        let of = |time: i64| Ok((time, self.average(&Average::event_time(time))?));
        self.event_times(max_event_time).into_iter().map(of).collect()
    }

    /// The event times that have a cell, ascending.
    pub fn event_times(&self, max_event_time: Option<i64>) -> BTreeSet<i64> {
        let times = self.effects.iter().map(|cell| cell.event_time);
        times.filter(|time| max_event_time.is_none_or(|most| *time <= most)).collect()
    }

    /// The average of each wave that has a cell, by the period it joined in.
    pub fn by_wave(&self, max_event_time: Option<i64>) -> Result<Vec<(i64, AverageEffect)>> {
        let joined = self.effects.iter().filter_map(|cell| self.panel.units()[cell.unit].joined);
        let of = |wave| Ok((wave, self.average(&Average::wave(wave).up_to(max_event_time))?));
        joined.collect::<BTreeSet<_>>().into_iter().map(of).collect()
    }

    /// The average of each unit that has a cell: the unit's index in the panel, its mean effect and how many cells.
    pub fn by_unit(&self, max_event_time: Option<i64>) -> Vec<(usize, f64, usize)> {
        let counted =
            self.effects.iter().filter(|cell| max_event_time.is_none_or(|most| cell.event_time <= most));
        let cells: Vec<&Effect> = counted.collect();
        let mean = |of: &[&Effect]| of.iter().map(|cell| cell.effect).sum::<f64>() / of.len() as f64;
        cells.chunk_by(|a, b| a.unit == b.unit).map(|of| (of[0].unit, mean(of), of.len())).collect()
    }

    /// What each cell of the panel weighs in an average: rows and columns sum to 0, joined cells to 1.
    ///
    /// # Errors
    /// `NotEstimable` where the average is over no cell that can be compared.
    pub fn weights(&self, average: &Average) -> Result<Weights> {
        weights::of(self, average)
    }

    fn weight(&self, average: &Average, cell: &Effect) -> f64 {
        average.weight(&self.panel.units()[cell.unit], cell.event_time)
    }
}

fn no_cell<T>() -> Result<T> {
    not_estimable("no joined cell of this average can be compared with units that had not joined")
}

fn nothing(left_out: &[LeftOut]) -> String {
    let because = |wanted| left_out.iter().filter(|cell| cell.why == wanted).count();
    if left_out.is_empty() {
        return "no unit has joined within the periods of the panel".to_owned();
    }
    format!(
        "none of {} joined cells can be compared: {} are missing, {} have no cell of their unit before joining, \
         {} have no unit that had not joined in their period, {} are not connected to one",
        left_out.len(),
        because(Why::Missing),
        because(Why::NoBaseline),
        because(Why::NoControl),
        because(Why::NotConnected)
    )
}
