//! The columns of a regression: numbers, and factors by treatment contrasts.

use nalgebra::DMatrix;

use crate::error::{Result, invalid};

/// Named columns of the same length, the intercept first.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
    rows: usize,
}

impl Design {
    /// The intercept alone.
    pub fn intercept(rows: usize) -> Self {
        Self { names: vec!["(Intercept)".into()], columns: vec![vec![1.0; rows]], rows }
    }

    /// # Errors
    /// `Invalid` for another length or a value that is not finite.
    pub fn number(mut self, name: &str, values: &[f64]) -> Result<Self> {
        if values.len() != self.rows || values.iter().any(|value| !value.is_finite()) {
            return invalid(format!("{name} must have a number in each of the {} rows", self.rows));
        }
        self.names.push(name.to_owned());
        self.columns.push(values.to_vec());
        Ok(self)
    }

    /// A column for every level but the first, named `name` and level. Levels are ordered by value where all are numbers,
    /// else by name.
    ///
    /// # Errors
    /// `Invalid` for another length.
    pub fn factor(mut self, name: &str, values: &[String]) -> Result<Self> {
        if values.len() != self.rows {
            return invalid(format!("{name} must have a level in each of the {} rows", self.rows));
        }
        for level in levels(values).into_iter().skip(1) {
            self.names.push(format!("{name}{level}"));
            self.columns.push(values.iter().map(|value| f64::from(value == level)).collect());
        }
        Ok(self)
    }

    pub fn names(&self) -> &[String] {
        &self.names
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn matrix(&self) -> DMatrix<f64> {
        DMatrix::from_fn(self.rows, self.columns.len(), |row, column| self.columns[column][row])
    }
}

fn levels(values: &[String]) -> Vec<&String> {
    let mut levels: Vec<&String> = values.iter().collect();
    levels.sort_unstable();
    levels.dedup();
    let mut numbers: Vec<(f64, &String)> =
        levels.iter().filter_map(|level| Some((level.parse().ok()?, *level))).collect();
    if numbers.len() == levels.len() {
        numbers.sort_by(|a, b| a.0.total_cmp(&b.0));
        levels = numbers.into_iter().map(|(_, level)| level).collect();
    }
    levels
}
