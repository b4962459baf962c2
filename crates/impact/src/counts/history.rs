//! What a unit counted before joining.

use super::checked;
use crate::{error::Result, panel::Panel};

/// The untreated, observed cells of one unit that have an exposure.
#[derive(Debug, Clone)]
pub(super) struct History {
    /// Exposure of each cell, 0 where there is none; a number per period.
    pub exposure: Vec<f64>,
    pub count: Vec<f64>,
    pub total: f64,
    pub cells: usize,
}

pub(super) fn all(panel: &Panel) -> Result<Vec<History>> {
    (0..panel.units().len()).map(|unit| History::of(panel, unit)).collect()
}

impl History {
    fn of(panel: &Panel, unit: usize) -> Result<Self> {
        let periods = panel.periods().len();
        let (mut exposure, mut count) = (vec![0.0; periods], vec![0.0; periods]);
        for period in 0..periods {
            let observed = checked(panel, unit, period)?;
            if let Some(observed) = observed.filter(|_| !panel.is_treated(unit, period)) {
                let over = panel.exposure(unit, period);
                exposure[period] = over;
                // What is counted over nothing says nothing about the rate.
                count[period] = if over > 0.0 { observed } else { 0.0 };
            }
        }
        let cells = exposure.iter().filter(|exposure| **exposure > 0.0).count();
        Ok(Self { total: count.iter().sum(), exposure, count, cells })
    }
}
