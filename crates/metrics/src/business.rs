//! Working time between two instants: a team's time zone, hours of the day, days of the week, holidays.
//!
//! The time zones are the bundled ones, so that a figure does not depend on the machine it is computed on.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use domain::EpochMs;
use domain::calendar::WorkingTime;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use jiff::tz::{TimeZone, TimeZoneDatabase};

const FIRST_YEAR: i16 = 1970;
const LAST_YEAR: i16 = 2100;
const MINUTES_PER_DAY: u16 = 24 * 60;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    #[error("\"{0}\" is no IANA time zone; a name looks like Europe/Berlin")]
    UnknownTimeZone(String),
    #[error(
        "a working day from minute {starts} to minute {ends} is none: it has to end after it starts, by 1440"
    )]
    Hours { starts: u16, ends: u16 },
    #[error("a week without a working day has no working time")]
    NoWorkingDays,
}

/// Counts working milliseconds. Building it is cheap; a year's days are laid out when first asked for.
#[derive(Debug)]
pub struct WorkingCalendar {
    zone: TimeZone,
    time: WorkingTime,
    holidays: BTreeSet<Date>,
    /// Local midnight at the start of each year from 1970 on, epoch milliseconds.
    year_starts: Vec<i64>,
    years: Vec<OnceLock<Year>>,
}

impl WorkingCalendar {
    /// # Errors
    /// When the time zone is unknown, the hours are not a span of one day, or no day of the week is worked.
    pub fn new(time: &WorkingTime, holidays: impl IntoIterator<Item = Date>) -> Result<Self, CalendarError> {
        let zone = TimeZoneDatabase::bundled()
            .get(&time.time_zone)
            .map_err(|_| CalendarError::UnknownTimeZone(time.time_zone.clone()))?;
        if time.day_starts >= time.day_ends || time.day_ends > MINUTES_PER_DAY {
            return Err(CalendarError::Hours { starts: time.day_starts, ends: time.day_ends });
        }
        if !time.working_days.contains(&true) {
            return Err(CalendarError::NoWorkingDays);
        }
        let year_starts: Vec<i64> =
            (FIRST_YEAR..=LAST_YEAR).map(|year| instant(&zone, date(year, 1, 1), 0)).collect();
        Ok(Self {
            years: year_starts.iter().map(|_| OnceLock::new()).collect(),
            year_starts,
            zone,
            time: time.clone(),
            holidays: holidays.into_iter().collect(),
        })
    }

    /// Working milliseconds from `start` to `end`; 0 when `end` comes first. Time outside 1970..=2100 does not
    /// count.
    pub fn ms_between(&self, start: EpochMs, end: EpochMs) -> i64 {
        if end <= start {
            return 0;
        }
        let (first, last) = (self.year_of(start), self.year_of(end));
        let whole_years: i64 = (first..last).map(|year| self.year(year).worked).sum();
        whole_years + self.year(last).worked_before(end) - self.year(first).worked_before(start)
    }

    fn year_of(&self, at: EpochMs) -> usize {
        self.year_starts.partition_point(|start| *start <= at.0).saturating_sub(1)
    }

    fn year(&self, index: usize) -> &Year {
        self.years[index].get_or_init(|| self.lay_out(index))
    }

    fn lay_out(&self, index: usize) -> Year {
        let year = i16::try_from(index).map_or(LAST_YEAR, |index| FIRST_YEAR + index);
        let days = date(year, 1, 1).series(1.day()).take_while(|day| day.year() == year);
        let mut laid_out = Year::default();
        for day in days.filter(|day| self.is_working_day(*day)) {
            laid_out.push(
                instant(&self.zone, day, self.time.day_starts),
                instant(&self.zone, day, self.time.day_ends),
            );
        }
        laid_out
    }

    fn is_working_day(&self, day: Date) -> bool {
        let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
        self.time.working_days[weekday] && !self.holidays.contains(&day)
    }
}

/// The instant at which a wall clock shows so many minutes after midnight. A time that the clocks skip is the
/// one after the gap, a time that comes twice is the first.
fn instant(zone: &TimeZone, day: Date, minutes: u16) -> i64 {
    let wall = day.at(0, 0, 0, 0).saturating_add(i64::from(minutes).minutes());
    zone.to_ambiguous_timestamp(wall).compatible().map_or(i64::MAX, jiff::Timestamp::as_millisecond)
}

/// The working days of one local year, in order.
#[derive(Debug, Default)]
struct Year {
    days: Vec<Day>,
    worked: i64,
}

#[derive(Debug)]
struct Day {
    opens: i64,
    closes: i64,
    worked_before: i64,
}

impl Year {
    /// Where a zone left out a whole day (Samoa, 30 December 2011), its hours fall on the next: not to be
    /// counted twice.
    fn push(&mut self, opens: i64, closes: i64) {
        let opens = self.days.last().map_or(opens, |previous| opens.max(previous.closes));
        let closes = closes.max(opens);
        self.days.push(Day { opens, closes, worked_before: self.worked });
        self.worked += closes - opens;
    }

    /// Working milliseconds of this year up to an instant.
    fn worked_before(&self, at: EpochMs) -> i64 {
        let begun = self.days.partition_point(|day| day.opens <= at.0);
        let Some(day) = begun.checked_sub(1).and_then(|last| self.days.get(last)) else {
            return 0;
        };
        day.worked_before + at.0.min(day.closes) - day.opens
    }
}

#[cfg(test)]
mod tests;
