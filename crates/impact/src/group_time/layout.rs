//! The panel turned on its side: a column per period, units ordered by the period they joined in.
//!
//! Then a wave is a range of rows, and whoever has not joined by a period is another.

use std::ops::Range;

use super::{Controls, LeftOut, Options, Why};
use crate::{
    error::{Result, not_estimable},
    panel::Panel,
};

#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// The unit of the panel that each row is.
    units: Vec<usize>,
    pub periods: Vec<i64>,
    /// Those that are estimated, ascending.
    pub waves: Vec<Wave>,
    /// When each row joined; [`NEVER`] sorts last.
    joined: Vec<i64>,
    never: usize,
    /// Column by column.
    outcome: Vec<f64>,
    /// Column p holds the sum of the columns up to p, so that the mean of all periods before joining is one look-up;
    /// one missing value makes all later ones missing.
    sums: Vec<f64>,
    left_out: Vec<LeftOut>,
}

#[derive(Debug, Clone)]
pub(super) struct Wave {
    pub joined: i64,
    pub rows: Range<usize>,
}

const NEVER: i64 = i64::MAX;

impl Layout {
    pub fn of(panel: &Panel, options: Options) -> Result<Self> {
        let periods = panel.periods().to_vec();
        let (Some(first), Some(last)) = (periods.first(), periods.last()) else {
            return not_estimable("the panel has no period");
        };
        let until = |period: &i64| period.saturating_add(i64::from(options.anticipation));
        let (first, last) = (until(first), until(last));
        let when = |unit: usize| panel.units()[unit].joined.filter(|joined| *joined <= last).unwrap_or(NEVER);
        let (mut units, early): (Vec<usize>, Vec<usize>) =
            (0..panel.units().len()).partition(|&unit| when(unit) > first);
        units.sort_by_key(|&unit| when(unit));
        let joined: Vec<i64> = units.iter().map(|&unit| when(unit)).collect();
        let never = joined.partition_point(|joined| *joined < NEVER);
        let mut layout = Self {
            outcome: columns(panel, &units),
            waves: waves(&joined[..never]),
            left_out: already_joined(early.into_iter().map(when)),
            sums: Vec::new(),
            units,
            periods,
            joined,
            never,
        };
        layout.sums = layout.summed();
        layout.controls_exist(options.controls)?;
        Ok(layout)
    }

    /// Where everybody joins, the last wave serves as a control and has none itself.
    fn controls_exist(&mut self, controls: Controls) -> Result<()> {
        if self.never < self.len() {
            return Ok(());
        }
        if controls == Controls::NeverJoined {
            return not_estimable("every unit joins, so nobody who never joined can be compared with");
        }
        if let Some(last) = self.waves.pop() {
            self.left_out.push(LeftOut { joined: last.joined, period: None, why: Why::LastWave });
        }
        Ok(())
    }

    fn summed(&self) -> Vec<f64> {
        let mut running = vec![0.0; self.len()];
        let add = |column: &[f64]| {
            running.iter_mut().zip(column).for_each(|(sum, value)| *sum += value);
            running.clone()
        };
        self.outcome.chunks(self.len().max(1)).flat_map(add).collect()
    }

    pub const fn len(&self) -> usize {
        self.units.len()
    }

    pub fn column(&self, period: usize) -> &[f64] {
        &self.outcome[period * self.len()..(period + 1) * self.len()]
    }

    /// What the sum over these periods is, and how many they are; from the first one on where they are several.
    pub fn base(&self, periods: &Range<usize>) -> (&[f64], f64) {
        let last = periods.end.saturating_sub(1);
        let column = if periods.len() == 1 {
            self.column(last)
        } else {
            &self.sums[last * self.len()..(last + 1) * self.len()]
        };
        (column, periods.len() as f64)
    }

    /// The rows that have not joined until after `period`.
    pub fn not_joined_by(&self, period: i64) -> Range<usize> {
        self.joined.partition_point(|joined| *joined <= period)..self.len()
    }

    pub const fn never_joined(&self) -> Range<usize> {
        self.never..self.len()
    }

    /// How many periods there are in which somebody has not joined, counted from the first.
    pub fn comparable_periods(&self, anticipation: u32) -> usize {
        let last = self.joined.last().map_or(NEVER, |joined| joined.saturating_sub(i64::from(anticipation)));
        self.periods.partition_point(|period| *period < last)
    }

    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    pub fn unit(&self, row: usize) -> usize {
        self.units[row]
    }

    /// A value per row as a value per unit of the panel; 0 for units that are not kept.
    pub fn by_unit(&self, panel: &Panel, rows: &[f64]) -> Vec<f64> {
        let mut units = vec![0.0; panel.units().len()];
        for (unit, value) in self.units.iter().zip(rows) {
            units[*unit] = *value;
        }
        units
    }
}

fn columns(panel: &Panel, units: &[usize]) -> Vec<f64> {
    let mut columns = vec![f64::NAN; units.len() * panel.periods().len()];
    for (row, &unit) in units.iter().enumerate() {
        for (period, value) in panel.row(unit).iter().enumerate() {
            columns[period * units.len() + row] = *value;
        }
    }
    columns
}

fn waves(joined: &[i64]) -> Vec<Wave> {
    let mut from = 0;
    let waves = joined.chunk_by(|a, b| a == b).map(|wave| {
        let rows = from..from + wave.len();
        from = rows.end;
        Wave { joined: wave[0], rows }
    });
    waves.collect()
}

fn already_joined(joined: impl Iterator<Item = i64>) -> Vec<LeftOut> {
    let mut waves: Vec<i64> = joined.collect();
    waves.sort_unstable();
    waves.dedup();
    let left_out = |joined| LeftOut { joined, period: None, why: Why::AlreadyJoined };
    waves.into_iter().map(left_out).collect()
}
