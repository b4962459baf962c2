//! What is left of a table of units and periods once an effect per unit and per period is taken out.

use nalgebra::DVector;

use crate::{
    error::Result,
    panel::{Panel, dot},
    two_way::{Components, Equations, Solved},
};

/// Cells of some units that have an outcome, and the system of their period effects.
///
/// Tables are row by row, a row per unit given, a column per period of the panel; cells without an outcome count
/// nowhere.
#[derive(Debug, Clone)]
pub(super) struct Within {
    periods: usize,
    /// 1 where there is an outcome, else 0.
    mask: Vec<f64>,
    components: Components,
    solved: Solved,
}

impl Within {
    pub fn of(panel: &Panel, units: &[usize]) -> Result<Self> {
        let periods = panel.periods().len();
        let mask: Vec<f64> = units
            .iter()
            .flat_map(|&unit| panel.row(unit).iter().map(|outcome| f64::from(u8::from(outcome.is_finite()))))
            .collect();
        let rows = || mask.chunks(periods.max(1));
        let components = Components::of(periods, rows());
        let mut equations = Equations::zero(periods);
        rows().for_each(|row| equations.add(row, row.iter().sum(), 1.0));
        let solved = equations.factor(&components)?;
        Ok(Self { periods, mask, components, solved })
    }

    pub const fn periods(&self) -> usize {
        self.periods
    }

    pub fn rows<'a>(&self, table: &'a [f64]) -> std::slice::Chunks<'a, f64> {
        table.chunks(self.periods.max(1))
    }

    pub fn mask(&self) -> std::slice::Chunks<'_, f64> {
        self.rows(&self.mask)
    }

    pub const fn components(&self) -> &Components {
        &self.components
    }

    pub fn cells(&self) -> usize {
        self.mask.iter().filter(|cell| **cell > 0.0).count()
    }

    /// A value per cell that has an outcome, 0 elsewhere.
    pub fn table(&self, value: impl Fn(usize, usize) -> f64) -> Vec<f64> {
        let cell = |(at, mask): (usize, &f64)| {
            if *mask > 0.0 { value(at / self.periods, at % self.periods) } else { 0.0 }
        };
        self.mask.iter().enumerate().map(cell).collect()
    }

    /// Least-squares effects of the periods; one period of each component is 0.
    pub fn period_effects(&self, table: &[f64]) -> Vec<f64> {
        let mut right = DVector::zeros(self.periods);
        for (row, mask) in self.rows(table).zip(self.mask()) {
            add_right(row, mask, &mut right);
        }
        self.solved.solve(right)
    }

    /// The same for a table that is 0 in all rows but one.
    pub fn period_effects_of_row(&self, row: usize, values: &[f64]) -> Vec<f64> {
        let mut right = DVector::zeros(self.periods);
        if let Some(mask) = self.mask().nth(row) {
            add_right(values, mask, &mut right);
        }
        self.solved.solve(right)
    }

    /// What neither units nor periods explain.
    pub fn residuals(&self, table: &[f64]) -> Vec<f64> {
        let effects = self.period_effects(table);
        self.less_period_effects(table, &effects)
    }

    /// What is left in each row beside its mean, once the period effects are taken out.
    fn less_period_effects(&self, table: &[f64], effects: &[f64]) -> Vec<f64> {
        let row = |(row, mask): (&[f64], &[f64])| {
            let rest: Vec<f64> = row.iter().zip(effects).map(|(value, effect)| value - effect).collect();
            let mean = mean(&rest, mask);
            rest.into_iter().zip(mask).map(move |(value, mask)| mask * (value - mean)).collect::<Vec<f64>>()
        };
        self.rows(table).zip(self.mask()).flat_map(row).collect()
    }

    /// The least-squares weights of the cells whose sum is this contrast of period effects.
    pub fn contrast(&self, of: &[f64]) -> Vec<f64> {
        let effects = self.solved.solve(DVector::from_column_slice(of));
        let negative: Vec<f64> = effects.iter().map(|effect| -effect).collect();
        self.less_period_effects(&vec![0.0; self.mask.len()], &negative)
    }

    /// Each row less its mean.
    pub fn unit_demeaned(&self, table: &[f64]) -> Vec<f64> {
        self.less_period_effects(table, &vec![0.0; self.periods])
    }
}

fn add_right(row: &[f64], mask: &[f64], right: &mut DVector<f64>) {
    let mean = mean(row, mask);
    for ((right, value), mask) in right.iter_mut().zip(row).zip(mask) {
        *right += mask * (value - mean);
    }
}

fn mean(row: &[f64], mask: &[f64]) -> f64 {
    let cells: f64 = mask.iter().sum();
    if cells > 0.0 { dot(mask, row) / cells } else { 0.0 }
}

pub(super) fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
