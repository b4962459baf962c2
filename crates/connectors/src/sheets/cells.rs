//! The cells of one row, by the name of their column and as the type that is wanted.

use std::fmt::Display;

use csv::StringRecord;
use jiff::civil::Date;

use super::{Headers, RowError};

#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    record: &'a StringRecord,
    headers: &'a Headers,
}

impl<'a> Cells<'a> {
    /// # Errors
    /// When the row has more or fewer cells than the first line.
    pub(super) fn new(record: &'a StringRecord, headers: &'a Headers) -> Result<Self, RowError> {
        let (cells, columns) = (record.len(), headers.len());
        if cells != columns {
            return Err(RowError::of_row(format!(
                "has {cells} cells, the first line {columns}; put texts with commas into double quotes"
            )));
        }
        Ok(Self { record, headers })
    }

    /// The trimmed cell; `None` when it is empty or its column is not there.
    pub(super) fn text(&self, column: &str) -> Option<&'a str> {
        let cell = self.record.get(self.headers.position(column)?)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    /// An optional cell, turned into its type.
    pub(super) fn optional<T, E: Display>(
        &self,
        column: &str,
        parse: impl FnOnce(&'a str) -> Result<T, E>,
    ) -> Result<Option<T>, RowError> {
        let Some(text) = self.text(column) else { return Ok(None) };
        parse(text).map(Some).map_err(|problem| self.error(column, problem))
    }

    /// A cell that must not be empty, turned into its type.
    pub(super) fn required<T, E: Display>(
        &self,
        column: &str,
        parse: impl FnOnce(&'a str) -> Result<T, E>,
    ) -> Result<T, RowError> {
        self.optional(column, parse)?.ok_or_else(|| self.error(column, "is empty; every row needs one"))
    }

    pub(super) fn error(&self, column: &str, problem: impl Display) -> RowError {
        let value = self.text(column).unwrap_or_default().chars().take(80).collect();
        RowError { column: column.to_owned(), value, problem: problem.to_string() }
    }

    /// Two dates of which the second must not come first. Either may be open.
    pub(super) fn period(&self, from: &str, to: &str) -> Result<(Option<Date>, Option<Date>), RowError> {
        let (first, last) = (self.optional(from, date)?, self.optional(to, date)?);
        if first.zip(last).is_some_and(|(first, last)| last < first) {
            return Err(self.error(to, format_args!("is before {from}; swap or correct the two dates")));
        }
        Ok((first, last))
    }
}

pub(super) fn date(text: &str) -> Result<Date, &'static str> {
    let is_plain = text.len() == 10 && text.is_ascii();
    let parsed = is_plain.then(|| text.parse().ok()).flatten();
    parsed.ok_or("is not a date; write it as year-month-day, like 2026-03-01")
}

/// `09:30` as minutes after midnight; `24:00` is the end of the day.
pub(super) fn time_of_day(text: &str) -> Result<u16, &'static str> {
    let is_part = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    let part = |text: &str| text.parse::<u16>().ok().filter(|_| is_part(text));
    let parsed = text.split_once(':').and_then(|(h, m)| part(h).zip(part(m)));
    let minutes = parsed.filter(|&(_, minutes)| minutes < 60).map(|(hours, minutes)| hours * 60 + minutes);
    minutes.filter(|&minutes| minutes <= 24 * 60).ok_or("is not a time of day; write it like 09:30")
}

pub(super) fn plain(text: &str) -> Result<String, &'static str> {
    if text.chars().any(char::is_control) {
        Err("holds control characters; remove them")
    } else {
        Ok(text.to_owned())
    }
}

/// An e-mail address, lower-cased. Only what cannot be one is refused: mail servers judge the rest.
pub(super) fn email(text: &str) -> Result<String, &'static str> {
    let is_address = text.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty()
            && !host.is_empty()
            && !host.contains('@')
            && !host.starts_with('.')
            && !host.ends_with('.')
    });
    if is_address && !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>,;".contains(c)) {
        Ok(text.to_lowercase())
    } else {
        Err("is not an e-mail address; write it like ada@example.org")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_one_spelling() {
        assert_eq!(date("2026-03-01"), Ok(jiff::civil::date(2026, 3, 1)));
        for text in ["01.03.2026", "2026-3-1", "2026-02-30", "20260301", "2026-03-01T00:00:00Z"] {
            assert!(date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn times_of_day_are_minutes_after_midnight() {
        assert_eq!((time_of_day("09:30"), time_of_day("24:00")), (Ok(570), Ok(1440)));
        for text in ["9:30", "09:60", "24:01", "0930", "+9:30", "09:30:00"] {
            assert!(time_of_day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn e_mails_are_lower_cased_and_barely_judged() {
        assert_eq!(email("Ada.L+x@Example.ORG").unwrap(), "ada.l+x@example.org");
        for text in ["ada", "@example.org", "ada@", "a b@example.org", "a@b@c", "Ada <ada@example.org>"] {
            assert!(email(text).is_err(), "{text}");
        }
    }
}
