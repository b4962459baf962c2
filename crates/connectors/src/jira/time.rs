//! Jira's times: `2020-06-12T08:13:13.360+0800`, in the time zone of whoever asked.

use domain::EpochMs;
use jiff::civil::Date;
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use serde::de::{Deserialize, Deserializer, Error};

use crate::tolerant::Text;

/// An instant together with the date that Jira's user saw on it: release dates are plain dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub at: EpochMs,
    pub date: Date,
}

impl Moment {
    fn parse(text: &str) -> Option<Self> {
        let pieces = Pieces::parse(text).ok()?;
        let offset = match pieces.offset()? {
            PiecesOffset::Zulu => jiff::tz::Offset::UTC,
            PiecesOffset::Numeric(numeric) => numeric.offset(),
            _ => return None,
        };
        let time = pieces.date().to_datetime(pieces.time()?);
        let at = EpochMs(offset.to_timestamp(time).ok()?.as_millisecond());
        Some(Self { at, date: pieces.date() })
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            let shown: String = text.chars().take(40).collect();
            D::Error::custom(format_args!(
                "is \"{shown}\", which is not a time with an offset; write it like 2026-03-01T09:30:00.000+0000"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_read_with_and_without_a_colon() {
        let expected = EpochMs::from_rfc3339("2020-06-12T00:13:13.360Z");
        for text in
            ["2020-06-12T08:13:13.360+0800", "2020-06-12T08:13:13.360+08:00", "2020-06-12T00:13:13.360Z"]
        {
            assert_eq!(Moment::parse(text).map(|m| m.at), expected, "{text}");
        }
    }

    #[test]
    fn the_date_is_the_one_that_the_user_saw() {
        let moment = Moment::parse("2020-06-12T01:00:00.000+0800").unwrap();
        assert_eq!(moment.date, jiff::civil::date(2020, 6, 12));
        assert_eq!(moment.at.date(), jiff::civil::date(2020, 6, 11));
    }

    #[test]
    fn a_time_without_offset_is_no_instant() {
        for text in ["2020-06-12T08:13:13", "2020-06-12", "yesterday", ""] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }
}
