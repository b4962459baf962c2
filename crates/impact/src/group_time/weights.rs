//! An average of comparisons as a weighted sum of outcomes.

use super::{
    Aggregation, GroupTime,
    comparison::{Change, Influence, Side},
};
use crate::{
    error::{Result, not_estimable},
    panel::Weights,
};

impl GroupTime<'_> {
    /// What each cell of the panel weighs in the overall effect: rows and columns sum to 0.
    ///
    /// # Errors
    /// As [`Self::aggregate`], and `NotEstimable` with covariates: then the effect is no weighted sum of outcomes
    /// whose weights are known beforehand.
    pub fn weights(&self, by: Aggregation, max_event_time: Option<i64>) -> Result<Weights> {
        let mut weights = Weights::zero(self.panel);
        for pool in self.composite(by, max_event_time)?.pools.iter().filter(|pool| pool.weight > 0.0) {
            for (cell, share) in &pool.shares {
                self.add_weights(*cell, pool.weight * share, &mut weights)?;
            }
        }
        Ok(weights)
    }

    fn add_weights(&self, cell: usize, weight: f64, into: &mut Weights) -> Result<()> {
        let comparison = &self.comparisons[cell];
        let Influence::Means { wave, controls } = &comparison.influence else {
            return not_estimable("with covariates an effect is no fixed weighted sum of outcomes");
        };
        let own = &self.layout.waves[comparison.plan.wave].rows;
        self.add_side(cell, own.clone(), *wave, weight, into);
        for rows in &comparison.plan.controls {
            self.add_side(cell, rows.clone(), *controls, -weight, into);
        }
        Ok(())
    }

    fn add_side(
        &self,
        cell: usize,
        rows: std::ops::Range<usize>,
        side: Side,
        weight: f64,
        into: &mut Weights,
    ) {
        let plan = &self.comparisons[cell].plan;
        let each = weight / side.units as f64;
        let changes = Change::of(&self.layout, plan).of_rows(&rows);
        for (row, _) in rows.clone().zip(changes).filter(|(_, change)| !change.is_nan()) {
            let unit = into.row_mut(self.layout.unit(row));
            unit[plan.period] += each;
            unit[plan.base.clone()].iter_mut().for_each(|base| *base -= each / plan.base.len() as f64);
        }
    }
}
