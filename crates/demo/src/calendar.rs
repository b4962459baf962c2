//! The demo year: sixteen two-week sprints, and moments within working hours.

use domain::{EpochMs, time::MS_PER_DAY, time::MS_PER_HOUR};
use jiff::civil::{Date, Weekday, date};
use jiff::{Timestamp, ToSpan};
use rand::Rng;
use serde::Serialize;

use crate::Error;
use crate::marks::MARKS;
use crate::teams::TeamPlan;
use crate::write::csv_text;

pub(crate) const SPRINT_COUNT: usize = 16;
const SPRINT_DAYS: i64 = 14;

pub(crate) const FIRST_DAY: Date = date(2026, 1, 5);
pub(crate) const LAST_DAY: Date = date(2026, 8, 16);
pub(crate) const BASELINE_LAST_DAY: Date = date(2026, 3, 29);

/// Nothing is known of what happens from here on.
pub(crate) fn data_end() -> EpochMs {
    EpochMs::from_date(LAST_DAY.saturating_add(1.day()))
}

#[derive(Debug, Clone)]
pub(crate) struct SprintPlan {
    /// `2026-01` … `2026-16`.
    pub key: String,
    pub first_day: Date,
    /// Inclusive.
    pub last_day: Date,
}

impl SprintPlan {
    /// Monday to Friday without holidays.
    pub fn working_days(&self) -> Vec<Date> {
        let days = self.first_day.series(1.day()).take_while(|day| *day <= self.last_day);
        days.filter(|day| is_working_day(*day)).collect()
    }

    /// Working days as a share of a sprint without holidays.
    pub fn capacity(&self) -> f64 {
        self.working_days().len() as f64 / 10.0
    }
}

pub(crate) fn sprints() -> Vec<SprintPlan> {
    (0_i64..).take(SPRINT_COUNT).map(sprint).collect()
}

fn sprint(index: i64) -> SprintPlan {
    let first_day = FIRST_DAY.saturating_add((index * SPRINT_DAYS).days());
    SprintPlan {
        key: format!("2026-{:02}", index + 1),
        first_day,
        last_day: first_day.saturating_add((SPRINT_DAYS - 1).days()),
    }
}

/// Monday to Friday, and no holiday.
pub(crate) fn is_working_day(day: Date) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    !weekend && !MARKS.iter().any(|mark| mark.is_holiday_on(day))
}

/// `hours` after a moment, to the second, which is as fine as the sources tell.
#[expect(clippy::cast_possible_truncation, reason = "a span of months fits in milliseconds")]
pub(crate) fn after(at: EpochMs, hours: f64) -> EpochMs {
    let ms = (hours * MS_PER_HOUR).round() as i64;
    EpochMs((at.0 + ms).div_euclid(1000) * 1000)
}

/// A moment of a day within the team's working hours.
pub(crate) fn moment_at_work(rng: &mut impl Rng, team: &TeamPlan, day: Date) -> EpochMs {
    let local_hour = rng.random_range(9.0..17.5);
    after(EpochMs::from_date(day), local_hour - team.zone.utc_offset_hours)
}

/// Whether the team is at its desks.
pub(crate) fn is_at_work(team: &TeamPlan, at: EpochMs) -> bool {
    let local = after(at, team.zone.utc_offset_hours);
    let hour = local.0.rem_euclid(MS_PER_DAY) as f64 / MS_PER_HOUR;
    is_working_day(local.date()) && (9.0..17.5).contains(&hour)
}

/// As the sources write it: `2026-01-05T09:30:00Z`.
pub(crate) fn timestamp(at: EpochMs) -> Timestamp {
    Timestamp::from_millisecond(at.0).unwrap_or_default()
}

/// The index of the sprint that holds a moment; the last one for what lies behind the data.
pub(crate) fn sprint_index(sprints: &[SprintPlan], at: EpochMs) -> usize {
    let day = at.date();
    sprints.iter().position(|sprint| day <= sprint.last_day).unwrap_or(SPRINT_COUNT - 1)
}

#[derive(Serialize)]
struct SprintRow<'a> {
    team: &'a str,
    key: &'a str,
    start: Date,
    end: Date,
}

/// `team,key,start,end`: one calendar for every team.
pub(crate) fn sprints_csv(sprints: &[SprintPlan]) -> Result<String, Error> {
    csv_text(sprints.iter().map(|sprint| SprintRow {
        team: "",
        key: &sprint.key,
        start: sprint.first_day,
        end: sprint.last_day,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_sprints_fill_the_data_without_a_gap() {
        let sprints = sprints();
        assert_eq!(sprints[0].first_day, FIRST_DAY);
        assert_eq!(sprints[5].last_day, BASELINE_LAST_DAY);
        assert_eq!(sprints[SPRINT_COUNT - 1].last_day, LAST_DAY);
        for pair in sprints.windows(2) {
            assert_eq!(pair[0].last_day.tomorrow().unwrap(), pair[1].first_day);
        }
    }

    #[test]
    fn holidays_are_no_working_days() {
        let easter = &sprints()[6];
        assert_eq!(easter.working_days().len(), 8);
        assert!(!easter.working_days().contains(&date(2026, 4, 3)));
    }
}
