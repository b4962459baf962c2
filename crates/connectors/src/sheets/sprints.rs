//! Sprints, per team or for every team at once.

use csv::StringRecord;
use domain::{EpochMs, Span, SprintKey, TeamKey};
use jiff::ToSpan;
use jiff::civil::Date;

use super::cells::{Cells, date};
use super::{Column, Headers, RowError, Sheet};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SprintRow {
    /// `None`: every team has this sprint.
    pub team: Option<TeamKey>,
    pub key: SprintKey,
    pub start: Date,
    /// The last day, inclusive.
    pub end: Date,
}

impl SprintRow {
    /// From midnight UTC of the first day up to midnight UTC after the last.
    pub fn span(&self) -> Span {
        let after = self.end.saturating_add(1.day());
        Span { start: EpochMs::from_date(self.start), end: EpochMs::from_date(after) }
    }
}

impl Sheet for SprintRow {
    const KIND: &'static str = "sprints";
    const COLUMNS: &'static [Column] = &[
        Column::optional("team"),
        Column::required("key"),
        Column::required("start"),
        Column::required("end"),
    ];

    fn parse(record: &StringRecord, headers: &Headers) -> Result<Self, RowError> {
        let cells = Cells::new(record, headers)?;
        let start = cells.required("start", date)?;
        let end = cells.required("end", date)?;
        cells.period("start", "end")?;
        let team = cells.optional("team", TeamKey::new)?;
        Ok(Self { team, key: cells.required("key", SprintKey::new)?, start, end })
    }
}
