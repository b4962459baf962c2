//! A panel from its cells, in any order.

use std::collections::{BTreeMap, BTreeSet};

use super::{Panel, Unit};
use crate::error::{Result, invalid};

/// One team in one sprint, as a table has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub unit: String,
    pub period: i64,
    /// The same in every cell of a unit.
    pub joined: Option<i64>,
    /// `None` where the outcome is missing.
    pub outcome: Option<f64>,
    pub exposure: Option<f64>,
}

impl Panel {
    /// Units come out ordered by name (numbers by value), so that the order of the rows never matters.
    ///
    /// # Errors
    /// `Invalid` where a unit has two rows for a period or two joining periods, where a number is not finite, or where
    /// an exposure is negative or given for some cells only.
    pub fn from_cells(cells: &[Cell]) -> Result<Self> {
        let units = units(cells)?;
        let periods: Vec<i64> =
            cells.iter().map(|cell| cell.period).collect::<BTreeSet<_>>().into_iter().collect();
        let index: BTreeMap<&str, usize> =
            units.iter().enumerate().map(|(at, unit)| (unit.name.as_str(), at)).collect();
        let size = units.len() * periods.len();
        let (mut outcome, mut exposure) = (vec![f64::NAN; size], vec![1.0; size]);
        let mut seen = vec![false; size];
        for cell in cells {
            let period = periods.binary_search(&cell.period).unwrap_or_default();
            let at = index[cell.unit.as_str()] * periods.len() + period;
            if std::mem::replace(&mut seen[at], true) {
                return invalid(format!("{} has two rows for period {}; keep one", cell.unit, cell.period));
            }
            outcome[at] = checked(cell)?;
            exposure[at] = cell.exposure.unwrap_or(1.0);
        }
        let counted = cells.iter().any(|cell| cell.exposure.is_some());
        Ok(Self { units, periods, outcome, exposure: counted.then_some(exposure) })
    }
}

fn checked(cell: &Cell) -> Result<f64> {
    let place = format!("{} in period {}", cell.unit, cell.period);
    match (cell.outcome, cell.exposure) {
        (Some(outcome), _) if !outcome.is_finite() => {
            invalid(format!("the outcome of {place} is {outcome}; leave a missing one empty"))
        }
        (_, Some(exposure)) if !exposure.is_finite() || exposure < 0.0 => {
            invalid(format!("the exposure of {place} is {exposure}; it must be a number from 0"))
        }
        (outcome, _) => Ok(outcome.unwrap_or(f64::NAN)),
    }
}

fn units(cells: &[Cell]) -> Result<Vec<Unit>> {
    let mut joined = BTreeMap::<&str, Option<i64>>::new();
    for cell in cells {
        let known = *joined.entry(&cell.unit).or_insert(cell.joined);
        if known != cell.joined {
            return invalid(format!("{} joins in two periods; a unit joins once", cell.unit));
        }
    }
    let mut units: Vec<Unit> =
        joined.into_iter().map(|(name, joined)| Unit { name: name.to_owned(), joined }).collect();
    units.sort_by(|a, b| order(&a.name).cmp(&order(&b.name)));
    Ok(units)
}

fn order(name: &str) -> (Option<i64>, &str) {
    (name.parse().ok(), name)
}
