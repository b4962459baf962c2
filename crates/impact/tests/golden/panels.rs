//! Panels of the golden cases.

use std::{collections::BTreeMap, error::Error};

use impact::panel::{Cell, Panel};

use crate::case::Case;

/// Which columns of a case's CSV say what.
pub struct Columns<'a> {
    pub unit: &'a str,
    pub time: &'a str,
    pub joined: &'a str,
    pub outcome: &'a str,
    pub exposure: Option<&'a str>,
}

impl<'a> Columns<'a> {
    /// The columns of the simulated teams.
    pub const fn teams(outcome: &'a str) -> Self {
        Self { unit: "team", time: "sprint", joined: "first_sprint", outcome, exposure: None }
    }

    /// As the case's `columns` name them.
    pub fn named(case: &'a Case) -> Result<Self, Box<dyn Error>> {
        let name =
            |column: &str| case.get("columns")[column].as_str().ok_or(format!("no column for {column}"));
        Ok(Self {
            unit: name("unit")?,
            time: name("time")?,
            joined: name("first_treated")?,
            outcome: name("outcome")?,
            exposure: None,
        })
    }
}

/// The panel of a case without the rows marked in the column `without`, if any.
pub fn panel(case: &Case, columns: &Columns<'_>, without: Option<&str>) -> Result<Panel, Box<dyn Error>> {
    let marked = |row: &BTreeMap<String, String>| {
        without
            .is_some_and(|column| row.get(column).and_then(|value| number(value)).is_some_and(|v| v != 0.0))
    };
    let rows = case.rows()?;
    let cells: Result<Vec<Cell>, _> =
        rows.iter().filter(|row| !marked(row)).map(|row| cell(row, columns)).collect();
    Ok(Panel::from_cells(&cells?)?)
}

fn cell(row: &BTreeMap<String, String>, columns: &Columns<'_>) -> Result<Cell, Box<dyn Error>> {
    let of = |column: &str| row.get(column).ok_or(format!("no column {column}"));
    let period = |text: &str| number(text).and_then(|value| format!("{value:.0}").parse::<i64>().ok());
    Ok(Cell {
        unit: of(columns.unit)?.clone(),
        period: period(of(columns.time)?).ok_or("a row without a period")?,
        joined: period(of(columns.joined)?).filter(|joined: &i64| *joined != 0),
        outcome: number(of(columns.outcome)?),
        exposure: columns.exposure.map(of).transpose()?.and_then(|text| number(text)),
    })
}

/// Missing where empty, `NA` or infinite.
pub fn number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|value| value.is_finite())
}
