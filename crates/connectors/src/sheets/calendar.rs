//! Days that stand out: each row is a [`Mark`] as it is.

use csv::StringRecord;
use domain::TeamKey;
use domain::calendar::{Mark, MarkKind};

use super::cells::{Cells, date, plain};
use super::{Column, Headers, RowError, Sheet};

impl Sheet for Mark {
    const KIND: &'static str = "calendar";
    const COLUMNS: &'static [Column] = &[
        Column::required("kind"),
        Column::required("first_day"),
        Column::optional("last_day"),
        Column::required("label"),
        Column::optional("team"),
    ];

    /// An empty `last_day` is the first day, an empty `team` every team.
    fn parse(record: &StringRecord, headers: &Headers) -> Result<Self, RowError> {
        let cells = Cells::new(record, headers)?;
        let first_day = cells.required("first_day", date)?;
        let (_, last_day) = cells.period("first_day", "last_day")?;
        Ok(Self {
            team: cells.optional("team", TeamKey::new)?,
            kind: cells.required("kind", kind)?,
            first_day,
            last_day: last_day.unwrap_or(first_day),
            label: cells.required("label", plain)?,
        })
    }
}

fn kind(text: &str) -> Result<MarkKind, &'static str> {
    MarkKind::parse(&text.to_lowercase()).ok_or("is not a kind; write holiday, release or reorganisation")
}
