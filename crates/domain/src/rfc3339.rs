//! RFC 3339 times, the form in which GitHub and xAPI write instants. Strict, and quick enough for the import path.

use jiff::civil::Date;

use crate::EpochMs;

impl EpochMs {
    /// Reads `2026-03-01T09:30:00Z` or `2026-03-01T10:30:00.123+01:00`; `None` for everything else.
    ///
    /// Digits beyond milliseconds are cut off; a leap second counts as the second before it.
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        let (date_time, rest) = text.as_bytes().split_at_checked(19)?;
        let seconds = civil_seconds(date_time)?;
        let (millis, rest) = fraction(rest)?;
        Some(Self((seconds - offset_seconds(rest)?) * 1000 + millis))
    }
}

/// Seconds since the epoch of `YYYY-MM-DDTHH:MM:SS` read as UTC.
fn civil_seconds(text: &[u8]) -> Option<i64> {
    let separated = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')].iter().all(|&(i, c)| text[i] == c);
    if !separated || !text[10].eq_ignore_ascii_case(&b'T') {
        return None;
    }
    let year = i16::try_from(number(&text[..4])?).ok()?;
    let month = i8::try_from(number(&text[5..7])?).ok()?;
    let day = i8::try_from(number(&text[8..10])?).ok()?;
    let (hour, minute, second) = (number(&text[11..13])?, number(&text[14..16])?, number(&text[17..19])?);
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let midnight = EpochMs::from_date(Date::new(year, month, day).ok()?).0 / 1000;
    Some(midnight + hour * 3600 + minute * 60 + second.min(59))
}

/// Milliseconds of a `.123456` that may stand in front, and what follows it.
fn fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let Some(digits) = text.strip_prefix(b".") else { return Some((0, text)) };
    let count = digits.iter().take_while(|b| b.is_ascii_digit()).count();
    let (digits, rest) = digits.split_at(count);
    let millis =
        [100, 10, 1].iter().zip(digits).map(|(weight, digit)| weight * i64::from(digit - b'0')).sum();
    (count > 0).then_some((millis, rest))
}

/// Seconds east of UTC of `Z` or `+01:00`.
fn offset_seconds(text: &[u8]) -> Option<i64> {
    let (sign, rest) = match text {
        [b'Z' | b'z'] => return Some(0),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    if rest.len() != 5 || rest[2] != b':' {
        return None;
    }
    let (hours, minutes) = (number(&rest[..2])?, number(&rest[3..])?);
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 3600 + minutes * 60))
}

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |sum, b| b.is_ascii_digit().then(|| sum * 10 + i64::from(b - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_and_fractions_name_the_same_instant_as_jiff() {
        for text in [
            "2026-03-01T09:30:00Z",
            "2026-03-01T10:30:00.123456+01:00",
            "1969-12-31T23:59:59.9Z",
            "2024-02-29t23:00:00-05:30",
        ] {
            let expected = text.parse::<jiff::Timestamp>().unwrap();
            let floor = expected.as_nanosecond().div_euclid(1_000_000);
            assert_eq!(i128::from(EpochMs::from_rfc3339(text).unwrap().0), floor, "{text}");
        }
    }

    #[test]
    fn what_is_not_rfc_3339_is_not_guessed() {
        for text in [
            "",
            "2026-03-01",
            "2026-03-01T09:30:00",
            "2026-02-30T09:30:00Z",
            "2026-03-01T24:00:00Z",
            "2026-03-01 09:30:00Z",
            "2026-03-01T09:30:00.Z",
            "2026-03-01T09:30:00+0100",
            "２026-03-01T09:30:00Z",
        ] {
            assert_eq!(EpochMs::from_rfc3339(text), None, "{text}");
        }
    }
}
