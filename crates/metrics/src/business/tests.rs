use std::sync::LazyLock;

use super::*;
use proptest::prelude::*;

const HOUR_MS: i64 = 3_600_000;

fn at(text: &str) -> EpochMs {
    EpochMs(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

fn calendar(zone: &str, holidays: &[Date]) -> WorkingCalendar {
    let time = WorkingTime { time_zone: zone.to_owned(), ..WorkingTime::default() };
    WorkingCalendar::new(&time, holidays.iter().copied()).unwrap()
}

/// Whole hours.
fn hours(calendar: &WorkingCalendar, start: &str, end: &str) -> i64 {
    let ms = calendar.ms_between(at(start), at(end));
    assert_eq!(ms % HOUR_MS, 0);
    ms / HOUR_MS
}

#[test]
fn a_night_and_a_weekend_are_not_worked() {
    let utc = calendar("UTC", &[]);
    assert_eq!(hours(&utc, "2026-03-05T16:00:00Z", "2026-03-06T10:00:00Z"), 2, "Thursday to Friday");
    assert_eq!(hours(&utc, "2026-03-06T16:00:00Z", "2026-03-09T10:00:00Z"), 2, "Friday to Monday");
    assert_eq!(hours(&utc, "2026-03-07T01:00:00Z", "2026-03-08T23:00:00Z"), 0, "a weekend");
}

#[test]
fn a_holiday_is_not_worked() {
    let utc = calendar("UTC", &[date(2026, 12, 25)]);
    assert_eq!(hours(&utc, "2026-12-24T09:00:00Z", "2026-12-29T09:00:00Z"), 16);
}

#[test]
fn hours_follow_the_local_clock_when_it_changes() {
    let berlin = calendar("Europe/Berlin", &[]);
    assert_eq!(
        hours(&berlin, "2026-03-27T08:00:00Z", "2026-03-27T16:00:00Z"),
        8,
        "09:00 is 08:00Z in winter"
    );
    assert_eq!(hours(&berlin, "2026-03-30T07:00:00Z", "2026-03-30T15:00:00Z"), 8, "and 07:00Z in summer");
    assert_eq!(hours(&berlin, "2026-03-27T15:30:00Z", "2026-03-30T07:30:00Z"), 1, "over the change");
}

#[test]
fn a_day_that_holds_the_change_has_an_hour_less_or_more() {
    let around_the_clock = WorkingTime {
        time_zone: "Europe/Berlin".to_owned(),
        day_starts: 0,
        day_ends: MINUTES_PER_DAY,
        working_days: [true; 7],
    };
    let berlin = WorkingCalendar::new(&around_the_clock, []).unwrap();
    assert_eq!(hours(&berlin, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), 23);
    assert_eq!(hours(&berlin, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), 25);
}

#[test]
fn a_year_begins_when_the_team_s_clock_says_so() {
    let time =
        WorkingTime { time_zone: "Pacific/Kiritimati".to_owned(), day_starts: 0, ..WorkingTime::default() };
    let kiritimati = WorkingCalendar::new(&time, []).unwrap();
    let worked = hours(&kiritimati, "2025-12-31T09:00:00Z", "2025-12-31T13:00:00Z");
    assert_eq!(worked, 3, "1 January starts at 10:00Z on the day before");
}

#[test]
fn an_end_before_its_start_and_absurd_instants_count_nothing() {
    let utc = calendar("UTC", &[]);
    assert_eq!(utc.ms_between(EpochMs(5), EpochMs(4)), 0);
    assert_eq!(utc.ms_between(EpochMs(i64::MIN), EpochMs(0)), 0);
    assert!(utc.ms_between(EpochMs(i64::MIN), EpochMs(i64::MAX)) > 0);
}

#[test]
fn what_cannot_be_a_calendar_is_refused() {
    let refused = |time: WorkingTime| WorkingCalendar::new(&time, []).unwrap_err();
    let utc = WorkingTime::default();
    assert_eq!(
        refused(WorkingTime { time_zone: "Mars/Olympus".to_owned(), ..utc.clone() }),
        CalendarError::UnknownTimeZone("Mars/Olympus".to_owned())
    );
    assert_eq!(
        refused(WorkingTime { day_starts: 1_020, day_ends: 540, ..utc.clone() }),
        CalendarError::Hours { starts: 1_020, ends: 540 }
    );
    assert_eq!(refused(WorkingTime { working_days: [false; 7], ..utc }), CalendarError::NoWorkingDays);
}

static BERLIN: LazyLock<WorkingCalendar> = LazyLock::new(|| calendar("Europe/Berlin", &[]));

/// Minute by minute, asking the zone each time.
fn counted(zone: &str, start: EpochMs, minutes: i64) -> i64 {
    let zone = TimeZoneDatabase::bundled().get(zone).unwrap();
    let minute_worked = |minute: &i64| {
        let instant = jiff::Timestamp::from_millisecond(start.0 + minute * 60_000).unwrap();
        let local = zone.to_datetime(instant);
        local.weekday().to_monday_zero_offset() < 5 && (9..17).contains(&local.hour())
    };
    (0..minutes).filter(minute_worked).map(|_| 60_000).sum()
}

proptest! {
    #[test]
    fn it_agrees_with_counting_minutes(
        zone in proptest::sample::select(vec!["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"]),
        start_minute in 28_000_000_i64..30_000_000,
        minutes in 0_i64..12_000,
    ) {
        let start = EpochMs(start_minute * 60_000);
        let end = EpochMs(start.0 + minutes * 60_000);
        prop_assert_eq!(calendar(zone, &[]).ms_between(start, end), counted(zone, start, minutes));
    }

    #[test]
    fn parts_of_a_span_add_up(mut ends in prop::array::uniform3(0_i64..4_000_000_000_000)) {
        ends.sort_unstable();
        let [a, b, c] = ends.map(EpochMs);
        let berlin = &*BERLIN;
        prop_assert_eq!(berlin.ms_between(a, b) + berlin.ms_between(b, c), berlin.ms_between(a, c));
    }
}
