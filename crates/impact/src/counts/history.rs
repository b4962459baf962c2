//! What a unit counted before joining.

use nalgebra::DVectorView;

use crate::{
    error::{Result, invalid},
    panel::Panel,
};

/// The untreated, observed cells of one unit that have an exposure.
#[derive(Debug, Clone)]
pub(super) struct History {
    /// Exposure of each cell, 0 where there is none; a number per period.
    pub exposure: Vec<f64>,
    pub count: Vec<f64>,
    pub total: f64,
    pub cells: usize,
    joined: usize,
}

pub(super) fn all(panel: &Panel) -> Result<Vec<History>> {
    (0..panel.units().len()).map(|unit| History::of(panel, unit)).collect()
}

impl History {
    fn of(panel: &Panel, unit: usize) -> Result<Self> {
        let periods = panel.periods().len();
        let (mut exposure, mut count) = (vec![0.0; periods], vec![0.0; periods]);
        if let Some(period) = panel.row(unit).iter().position(|count| *count < 0.0) {
            return negative(panel, unit, period);
        }
        let joined = panel.joined_at(unit);
        for (period, observed) in panel.row(unit)[..joined].iter().enumerate() {
            let over = panel.exposure(unit, period);
            // What is missing, or counted over nothing, says nothing about the rate.
            if observed.is_finite() && over > 0.0 {
                (exposure[period], count[period]) = (over, *observed);
            }
        }
        let cells = exposure.iter().filter(|exposure| **exposure > 0.0).count();
        Ok(Self { total: count.iter().sum(), exposure, count, cells, joined })
    }

    /// The exposures up to joining; all that lie behind are 0.
    pub fn until_joined(&self) -> &[f64] {
        &self.exposure[..self.joined]
    }

    /// What a unit of level 1 would have counted under these rates.
    pub fn expected(&self, rates: &[f64]) -> f64 {
        let exposure = DVectorView::from_slice(self.until_joined(), self.joined);
        exposure.dot(&DVectorView::from_slice(rates, self.joined))
    }
}

fn negative<T>(panel: &Panel, unit: usize, period: usize) -> Result<T> {
    invalid(format!(
        "{} counts {} in period {}; a count is 0 or more",
        panel.units()[unit].name,
        panel.row(unit)[period],
        panel.periods()[period]
    ))
}
