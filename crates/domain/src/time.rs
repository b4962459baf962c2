//! Instants and spans in epoch milliseconds, UTC: what both database engines store and what hydrates alike everywhere.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EpochMs(pub i64);

pub const MS_PER_HOUR: f64 = 3_600_000.0;
pub const MS_PER_DAY: i64 = 86_400_000;

impl EpochMs {
    /// Hours from `earlier` to `self`; negative where `self` comes first.
    pub fn hours_since(self, earlier: EpochMs) -> f64 {
        (self.0 - earlier.0) as f64 / MS_PER_HOUR
    }

    /// Midnight UTC at the start of a civil date.
    pub fn from_date(date: jiff::civil::Date) -> Self {
        let days = (date - jiff::civil::date(1970, 1, 1)).get_days();
        Self(i64::from(days) * MS_PER_DAY)
    }

    /// The civil date, in UTC, that holds this instant.
    pub fn date(self) -> jiff::civil::Date {
        // From year 0 to the end of year 9999: every instant that RFC 3339 can name.
        let days = self.0.div_euclid(MS_PER_DAY).clamp(-719_528, 2_932_896);
        let days = i32::try_from(days).unwrap_or_default();
        jiff::civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(days))
    }

    /// The calendar month, in UTC, that holds this instant.
    pub fn month(self) -> Month {
        let date = self.date();
        Month { year: date.year(), month: date.month() }
    }
}

/// Half-open: `start` belongs to it, `end` does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    pub start: EpochMs,
    pub end: EpochMs,
}

impl Span {
    pub const ALL: Span = Span { start: EpochMs(i64::MIN), end: EpochMs(i64::MAX) };

    pub fn contains(&self, at: EpochMs) -> bool {
        self.start <= at && at < self.end
    }

    pub fn overlaps(&self, other: &Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// A calendar month in UTC; sorts by time and prints as `2026-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    pub year: i16,
    pub month: i8,
}

impl Month {
    pub fn first_day(self) -> jiff::civil::Date {
        jiff::civil::Date::new(self.year, self.month, 1).unwrap_or(jiff::civil::Date::MIN)
    }

    pub fn span(self) -> Span {
        let first = self.first_day();
        let next = first.saturating_add(jiff::Span::new().months(1));
        Span { start: EpochMs::from_date(first), end: EpochMs::from_date(next) }
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_spans_from_its_first_day_to_the_next_months_first_day() {
        let month = EpochMs(1_772_323_200_000).month();
        assert_eq!(month.to_string(), "2026-03");
        assert_eq!(month.span().start, EpochMs(1_772_323_200_000));
        assert_eq!(month.span().end.date(), jiff::civil::date(2026, 4, 1));
    }

    #[test]
    fn every_day_that_rfc_3339_can_name_is_told_from_its_neighbours() {
        for text in ["0000-01-01T00:00:00Z", "0053-06-01T00:00:00Z", "9999-12-31T23:59:59Z"] {
            let at = EpochMs::from_rfc3339(text).unwrap();
            assert_eq!(at.date().to_string(), text[..10]);
            assert_eq!(at.month().to_string(), text[..7]);
        }
        assert_eq!(EpochMs(i64::MIN).date(), jiff::civil::date(0, 1, 1));
        assert_eq!(EpochMs(i64::MAX).date(), jiff::civil::date(9999, 12, 31));
    }

    #[test]
    fn instants_before_1970_fall_on_their_own_day() {
        assert_eq!(EpochMs(-1).date(), jiff::civil::date(1969, 12, 31));
    }
}
