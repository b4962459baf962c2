//! The studentised estimate, for permutation tests that hold when waves differ in their spread.

use super::{Average, Imputation};
use crate::{
    error::{Result, not_estimable},
    inference::Estimator,
    panel::Panel,
};

/// An average over its conservative standard error.
#[derive(Debug, Clone, PartialEq)]
pub struct TStatistic(pub Average);

impl Estimator for TStatistic {
    fn estimate(&self, panel: &Panel) -> Result<f64> {
        let found = Imputation::of(panel)?.average(&self.0)?;
        if found.standard_error > 1e-13 + 1e-12 * found.effect.abs() {
            Ok(found.effect / found.standard_error)
        } else {
            not_estimable("the effects have no spread to measure them by")
        }
    }
}
