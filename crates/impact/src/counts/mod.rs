//! Imputation for counts, such as defects: how many would there have been, had the unit not joined?
//!
//! E\[count\] = exposure · unit · period by Poisson likelihood on the cells not joined yet; the effect is observed over
//! expected. The logic of Borusyak, Jaravel, Spiess (2024) with effects that multiply; the likelihood needs only the
//! mean to be right, not that counts are Poisson (Wooldridge 1999, J. Econometrics 90(1)).

mod estimator;
mod history;
mod rates;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub use estimator::LogRatio;
use history::History;
use rates::Rates;

use crate::{
    error::{Result, not_estimable},
    imputation::{Average, LeftOut, Why},
    panel::Panel,
};

/// A fitted panel of counts. Its exposures are the panel's.
#[derive(Debug, Clone)]
pub struct Counts<'panel> {
    panel: &'panel Panel,
    histories: Vec<History>,
    rates: Rates,
    cells: Vec<Expected>,
    left_out: Vec<LeftOut>,
}

/// What one joined cell counted, and what it would have counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    pub unit: usize,
    pub period: usize,
    pub event_time: i64,
    pub observed: f64,
    pub expected: f64,
}

/// Observed over expected, weighted over joined cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    pub observed: f64,
    pub expected: f64,
    /// 1 where joining changed nothing.
    pub ratio: f64,
    /// `None` where nothing was observed.
    pub log_ratio: Option<f64>,
    pub cells: usize,
    pub units: usize,
}

impl<'panel> Counts<'panel> {
    /// # Errors
    /// `Invalid` where a count is negative; `NotEstimable` where no joined cell can be compared, or where the counts
    /// before joining leave no finite fit.
    pub fn of(panel: &'panel Panel) -> Result<Self> {
        Self::near(panel, None)
    }

    /// The same, found faster from the fit of a panel that differs little.
    fn near(panel: &'panel Panel, known: Option<&Rates>) -> Result<Self> {
        let histories = history::all(panel)?;
        let rates = Rates::of(panel.periods().len(), &histories, known)?;
        let mut fit = Self { panel, histories, rates, cells: Vec::new(), left_out: Vec::new() };
        fit.compare();
        if fit.cells.is_empty() {
            return not_estimable(
                "no joined cell has counts to be compared with: before joining, and of units not joined",
            );
        }
        Ok(fit)
    }

    fn compare(&mut self) {
        for unit in 0..self.panel.units().len() {
            let level = self.rates.level(&self.histories[unit]);
            for period in self.panel.joined_at(unit)..self.panel.periods().len() {
                let Some(event_time) = self.panel.event_time(unit, period) else { continue };
                match self.usable(unit, period) {
                    Ok(observed) => {
                        let expected = self.panel.exposure(unit, period) * level * self.rates.period(period);
                        self.cells.push(Expected { unit, period, event_time, observed, expected });
                    }
                    Err(why) => self.left_out.push(LeftOut { unit, period, why }),
                }
            }
        }
    }

    fn usable(&self, unit: usize, period: usize) -> std::result::Result<f64, Why> {
        let observed = self.panel.outcome(unit, period).ok_or(Why::Missing)?;
        if self.panel.exposure(unit, period) <= 0.0 {
            return Err(Why::NoExposure);
        }
        self.rates.connected(&self.histories[unit], period).map(|()| observed)
    }

    pub const fn panel(&self) -> &'panel Panel {
        self.panel
    }

    /// Every joined cell that can be compared.
    pub fn cells(&self) -> &[Expected] {
        &self.cells
    }

    /// Every joined cell that cannot, and why.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// Units that counted nothing before joining. Their expected count is 0, and it stays in: leaving them out would
    /// choose by luck the teams whose past was worse.
    pub fn units_at_zero(&self) -> Vec<usize> {
        let units = self.histories.iter().enumerate();
        units.filter(|(_, history)| history.cells > 0 && history.total == 0.0).map(|(unit, _)| unit).collect()
    }

    /// Periods in which the units not joined yet counted nothing; their expected count is 0 likewise.
    pub fn periods_at_zero(&self) -> Vec<usize> {
        (0..self.panel.periods().len()).filter(|&period| self.rates.is_zero(period)).collect()
    }

    /// # Errors
    /// `NotEstimable` where the average has no cell, or where nothing would have been expected in its cells.
    pub fn ratio(&self, average: &Average) -> Result<Ratio> {
        let (mut observed, mut expected, mut cells, mut units) = (0.0, 0.0, 0, 0);
        for own in self.cells.chunk_by(|a, b| a.unit == b.unit) {
            let before = cells;
            for cell in own {
                let weight = average.weight(&self.panel.units()[cell.unit], cell.event_time);
                observed += weight * cell.observed;
                expected += weight * cell.expected;
                cells += usize::from(weight != 0.0);
            }
            units += usize::from(cells > before);
        }
        if expected <= 0.0 {
            return not_estimable(
                "nothing was to be expected in the joined cells, so there is nothing to divide by",
            );
        }
        let ratio: f64 = observed / expected;
        let log_ratio = Some(ratio.ln()).filter(|log| log.is_finite());
        Ok(Ratio { observed, expected, ratio, log_ratio, cells, units })
    }

    /// The ratio of each event time where one can be given, ascending.
    pub fn event_study(&self, max_event_time: Option<i64>) -> Vec<(i64, Ratio)> {
        let times: BTreeSet<i64> = self.cells.iter().map(|cell| cell.event_time).collect();
        let kept = times.into_iter().filter(|time| max_event_time.is_none_or(|most| *time <= most));
        kept.filter_map(|time| Some((time, self.ratio(&Average::event_time(time)).ok()?))).collect()
    }
}
