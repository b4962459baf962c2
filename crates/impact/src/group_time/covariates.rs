//! What makes units alike besides the outcome.

use super::{layout::Layout, plan::Plan};
use crate::{
    error::{Result, invalid},
    panel::Panel,
};

/// Values per unit and period of a panel, one table per covariate.
#[derive(Debug, Clone, PartialEq)]
pub struct Covariates {
    periods: usize,
    tables: Vec<Vec<f64>>,
}

impl Covariates {
    /// Each table row by row, units × periods of the panel, NaN where a value is missing.
    ///
    /// # Errors
    /// `Invalid` where there is no table, where one has another size than the panel, or where a value is infinite.
    pub fn of(panel: &Panel, tables: Vec<Vec<f64>>) -> Result<Self> {
        let (units, periods) = (panel.units().len(), panel.periods().len());
        if tables.is_empty() {
            return invalid("no covariate is given; leave the adjustment out");
        }
        for (at, table) in tables.iter().enumerate() {
            if table.len() != units * periods {
                return invalid(format!(
                    "covariate {} has {} values; {units} units in {periods} periods need {}",
                    at + 1,
                    table.len(),
                    units * periods
                ));
            }
            if table.iter().any(|value| value.is_infinite()) {
                return invalid(format!("covariate {} has an infinite value", at + 1));
            }
        }
        Ok(Self { periods, tables })
    }

    /// One covariate of a unit in a period of the panel; NaN where it is missing.
    pub(crate) fn value(&self, covariate: usize, unit: usize, period: usize) -> f64 {
        self.tables[covariate][unit * self.periods + period]
    }

    pub(crate) const fn len(&self) -> usize {
        self.tables.len()
    }

    /// The covariates of a row at the base of a comparison.
    pub(super) fn at_base<'a>(
        &'a self,
        layout: &Layout,
        plan: &Plan,
        row: usize,
    ) -> impl Iterator<Item = f64> + 'a {
        let at = layout.unit(row) * self.periods + plan.base.end.saturating_sub(1);
        self.tables.iter().map(move |table| table[at])
    }
}
