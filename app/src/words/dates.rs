//! Dates as people say them: `30 March`, with the year only where it is not the reader's.

use domain::EpochMs;
use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `30 March`, or `30 March 2025` when that is not `this_year`.
pub fn day(date: Date, this_year: i16) -> String {
    let day = format!("{} {}", date.day(), month(date));
    if date.year() == this_year { day } else { format!("{day} {}", date.year()) }
}

/// `30 March, 09:15`, in UTC.
pub fn moment(at: EpochMs, this_year: i16) -> String {
    let minutes = at.0.rem_euclid(domain::time::MS_PER_DAY) / 60_000;
    format!("{}, {:02}:{:02}", day(at.date(), this_year), minutes / 60, minutes % 60)
}

/// `30 Mar`, for an axis.
pub fn short_day(date: Date) -> String {
    format!("{} {}", date.day(), month(date).get(..3).unwrap_or_default())
}

/// `30 March to 17 April`; `5 to 18 January` inside one month. Both days belong to it.
pub fn range(from: Date, to: Date, this_year: i16) -> String {
    let end = day(to, this_year);
    if from == to {
        end
    } else if (from.year(), from.month()) == (to.year(), to.month()) {
        format!("{} to {end}", from.day())
    } else if from.year() == to.year() {
        format!("{} {} to {end}", from.day(), month(from))
    } else {
        format!("{} to {} {} {}", day(from, i16::MIN), to.day(), month(to), to.year())
    }
}

fn month(date: Date) -> &'static str {
    usize::try_from(date.month() - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rstest::rstest;

    use super::*;

    #[test]
    fn the_year_is_said_only_when_it_is_another() {
        assert_eq!(day(date(2026, 3, 30), 2026), "30 March");
        assert_eq!(day(date(2025, 3, 30), 2026), "30 March 2025");
        assert_eq!(short_day(date(2026, 9, 1)), "1 Sep");
    }

    #[rstest]
    #[case(date(2026, 1, 5), date(2026, 1, 18), "5 to 18 January")]
    #[case(date(2026, 3, 30), date(2026, 4, 17), "30 March to 17 April")]
    #[case(date(2025, 3, 30), date(2025, 4, 17), "30 March to 17 April 2025")]
    #[case(date(2025, 12, 22), date(2026, 1, 4), "22 December 2025 to 4 January 2026")]
    #[case(date(2026, 1, 5), date(2026, 1, 5), "5 January")]
    fn a_range_repeats_neither_month_nor_year(#[case] from: Date, #[case] to: Date, #[case] expected: &str) {
        assert_eq!(range(from, to, 2026), expected);
    }
}
