//! A panel in which all units that join do so at once, as a matrix.

use nalgebra::DMatrix;

use super::noise;
use crate::{
    error::{Result, not_estimable},
    panel::Panel,
};

/// Units × periods, controls first.
#[derive(Debug, Clone)]
pub struct Block {
    /// Units of the panel.
    pub(super) controls: Vec<usize>,
    pub(super) joined: Vec<usize>,
    pub(super) outcome: DMatrix<f64>,
    /// How many periods lie before joining.
    pub(super) before: usize,
    pub(super) noise: f64,
}

impl Block {
    /// # Errors
    /// `NotEstimable` where units join in several periods, where nobody joins or nobody does not, where a cell is
    /// missing, or where there are too few periods before joining to see how much controls vary (three changes).
    pub fn of(panel: &Panel) -> Result<Self> {
        let (Some(first), Some(last)) = (panel.periods().first(), panel.periods().last()) else {
            return not_estimable("the panel has no period");
        };
        let (mut controls, mut waves) = (Vec::new(), Vec::new());
        for (joined, units) in panel.waves() {
            match joined.filter(|joined| joined <= last) {
                None => controls.extend(units),
                Some(joined) => waves.push((joined, units)),
            }
        }
        controls.sort_unstable();
        let [(when, joined)] = waves.as_slice() else {
            return not_estimable(format!(
                "units join in {} different periods; weights can be found where all join in the same (leave out the \
                 other waves)",
                waves.len()
            ));
        };
        if controls.is_empty() || when <= first {
            return not_estimable("there must be units that never join, and periods before joining");
        }
        let before = panel.periods().partition_point(|period| period < when);
        Self::with(panel, controls, joined.clone(), before)
    }

    fn with(panel: &Panel, controls: Vec<usize>, joined: Vec<usize>, before: usize) -> Result<Self> {
        let units: Vec<usize> = controls.iter().chain(&joined).copied().collect();
        let outcome = DMatrix::from_fn(units.len(), panel.periods().len(), |unit, period| {
            panel.row(units[unit])[period]
        });
        if outcome.iter().any(|value| value.is_nan()) {
            return not_estimable("cells are missing; weights need a value of every unit in every period");
        }
        if before < 2 || controls.len() * (before - 1) < 3 {
            return not_estimable("too few periods before joining to see how much units vary by themselves");
        }
        let noise = noise(&outcome.view((0, 0), (controls.len(), before)).into_owned());
        Ok(Self { controls, joined, outcome, before, noise })
    }

    /// Units of the panel that never join.
    pub fn controls(&self) -> &[usize] {
        &self.controls
    }

    /// Units of the panel that join.
    pub fn joined(&self) -> &[usize] {
        &self.joined
    }

    /// How many periods of the panel lie before joining.
    pub const fn periods_before(&self) -> usize {
        self.before
    }

    /// These rows of the matrix, the first of them as controls.
    pub(super) fn rows(&self, rows: &[usize], controls: usize) -> Self {
        let unit = |row: &usize| self.controls.iter().chain(&self.joined).nth(*row).copied();
        let outcome = self.outcome.select_rows(rows);
        let before = outcome.view((0, 0), (controls, self.before)).into_owned();
        Self {
            controls: rows[..controls].iter().filter_map(unit).collect(),
            joined: rows[controls..].iter().filter_map(unit).collect(),
            noise: noise(&before),
            outcome,
            before: self.before,
        }
    }
}
