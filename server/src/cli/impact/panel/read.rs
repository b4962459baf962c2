//! A CSV file as a panel. A bad row is an error that names file, line, column and what to do.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::Context;
use connectors::sheets::{line_of, unreadable};
use csv::StringRecord;
use impact::{
    group_time::Covariates,
    panel::{Cell, Panel},
};

use super::arguments::Arguments;

pub struct Table {
    pub panel: Panel,
    /// Each covariate by unit and time.
    covariates: Vec<BTreeMap<(String, i64), f64>>,
}

impl Table {
    pub fn read(arguments: &Arguments) -> anyhow::Result<Self> {
        let path = arguments.panel.as_deref().unwrap_or(Path::new(""));
        let told = path.display();
        let text = fs::read(path).with_context(|| format!("the panel {told} cannot be read"))?;
        let mut reader = csv::Reader::from_reader(&text[..]);
        let columns = Columns::of(path, reader.headers()?, arguments)?;
        let mut covariates = vec![BTreeMap::new(); columns.covariates.len()];
        let mut cells = Vec::new();
        for row in reader.records() {
            let row = row.map_err(|error| {
                let line = line_of(&text, error.position());
                anyhow::anyhow!("{told}, line {line}: {}", unreadable(&error))
            })?;
            let row = Row { path, line: line_of(&text, row.position()), record: &row };
            let cell = columns.cell(&row)?;
            for (values, column) in covariates.iter_mut().zip(&columns.covariates) {
                if let Some(value) = row.number(column)? {
                    values.insert((cell.unit.clone(), cell.period), value);
                }
            }
            cells.push(cell);
        }
        let panel = Panel::from_cells(&cells).with_context(|| format!("{told} is no panel"))?;
        Ok(Self { panel, covariates })
    }

    /// The covariates of this panel, if any were named.
    pub fn covariates(&self, of: &Panel) -> anyhow::Result<Option<Covariates>> {
        if self.covariates.is_empty() {
            return Ok(None);
        }
        let value = |values: &BTreeMap<(String, i64), f64>, unit: &str, period: i64| {
            values.get(&(unit.to_owned(), period)).copied().unwrap_or(f64::NAN)
        };
        let table = |values: &BTreeMap<(String, i64), f64>| {
            let units = of.units().iter();
            units
                .flat_map(|unit| of.periods().iter().map(|period| value(values, &unit.name, *period)))
                .collect()
        };
        Ok(Some(Covariates::of(of, self.covariates.iter().map(table).collect())?))
    }
}

struct Column {
    name: String,
    at: usize,
}

struct Columns {
    unit: Column,
    time: Column,
    joined: Column,
    outcome: Column,
    exposure: Option<Column>,
    covariates: Vec<Column>,
}

impl Columns {
    fn of(path: &Path, headers: &StringRecord, arguments: &Arguments) -> anyhow::Result<Self> {
        let known = || headers.iter().collect::<Vec<_>>().join(", ");
        let find = |name: &str| {
            let at = headers.iter().position(|header| header.trim() == name);
            at.map(|at| Column { name: name.to_owned(), at }).with_context(|| {
                format!("{}: there is no column {name:?}; the file has {}", path.display(), known())
            })
        };
        Ok(Self {
            unit: find(&arguments.unit)?,
            time: find(&arguments.time)?,
            joined: find(&arguments.joined)?,
            outcome: find(&arguments.outcome)?,
            exposure: arguments.exposure.as_deref().map(find).transpose()?,
            covariates: arguments.covariates.iter().map(|name| find(name)).collect::<Result<_, _>>()?,
        })
    }

    fn cell(&self, row: &Row<'_>) -> anyhow::Result<Cell> {
        Ok(Cell {
            unit: row.named(&self.unit)?,
            period: row
                .whole(&self.time)?
                .ok_or_else(|| row.error(&self.time, "a time is missing", "fill it in"))?,
            joined: row.joined(&self.joined)?,
            outcome: row.number(&self.outcome)?,
            exposure: match &self.exposure {
                Some(column) => Some(row.exposure(column)?),
                None => None,
            },
        })
    }
}

struct Row<'a> {
    path: &'a Path,
    line: u64,
    record: &'a StringRecord,
}

impl Row<'_> {
    fn text(&self, column: &Column) -> Option<&str> {
        self.record
            .get(column.at)
            .map(str::trim)
            .filter(|text| !text.is_empty() && !text.eq_ignore_ascii_case("na"))
    }

    fn error(&self, column: &Column, what: &str, act: &str) -> anyhow::Error {
        let (path, line) = (self.path.display(), self.line);
        anyhow::anyhow!("{path}, line {line}, column {:?}: {what}; {act}", column.name)
    }

    fn named(&self, column: &Column) -> anyhow::Result<String> {
        let name = self.text(column).map(str::to_owned);
        name.ok_or_else(|| self.error(column, "the unit has no name", "name it, or leave the row out"))
    }

    fn number(&self, column: &Column) -> anyhow::Result<Option<f64>> {
        let Some(text) = self.text(column) else { return Ok(None) };
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        let error = || {
            self.error(
                column,
                &format!("{text:?} is not a number"),
                "write a number, or leave it empty where missing",
            )
        };
        number.map(Some).ok_or_else(error)
    }

    fn whole(&self, column: &Column) -> anyhow::Result<Option<i64>> {
        let Some(text) = self.text(column) else { return Ok(None) };
        let number = text.parse().ok().or_else(|| text.strip_suffix(".0").and_then(|text| text.parse().ok()));
        let error =
            || self.error(column, &format!("{text:?} is not a whole number"), "number the times 1, 2, 3 …");
        number.map(Some).ok_or_else(error)
    }

    fn joined(&self, column: &Column) -> anyhow::Result<Option<i64>> {
        let endless = |text: &str| ["inf", "+inf", "infinity"].contains(&text.to_ascii_lowercase().as_str());
        if self.text(column).is_some_and(endless) {
            return Ok(None);
        }
        Ok(self.whole(column)?.filter(|joined| *joined != 0))
    }

    fn exposure(&self, column: &Column) -> anyhow::Result<f64> {
        let exposure = self.number(column)?.unwrap_or(0.0);
        let act = "it is what the count is counted over: write a number from 0";
        if exposure < 0.0 {
            return Err(self.error(column, &format!("an exposure of {exposure}"), act));
        }
        Ok(exposure)
    }
}
