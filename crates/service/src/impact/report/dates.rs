//! When there could be enough: what the plan of the programme promises, if teams go on as they do.

use domain::{EpochMs, time::MS_PER_DAY};
use jiff::civil::Date;

use super::{
    super::study::{Series, Study, StudyCell},
    table::{Joining, Table},
};

/// A year of two-week sprints: further than that nobody plans.
const AHEAD: usize = 26;

/// The last days of the sprints to come, from the one that is not over yet on.
pub(super) fn coming(study: &Study) -> Vec<Date> {
    let Some(last) = study.begun().last() else { return vec![] };
    let planned = study.sprints.iter().filter(|sprint| sprint.number > last.number).map(|s| s.last_day);
    let current = last.is_partial.then_some(last.last_day);
    let mut days: Vec<Date> = current.into_iter().chain(planned).collect();
    let length = EpochMs::from_date(last.last_day).0 - EpochMs::from_date(last.first_day).0 + MS_PER_DAY;
    while days.len() < AHEAD {
        let previous = days.last().copied().unwrap_or(last.last_day);
        days.push(EpochMs(EpochMs::from_date(previous).0 + length).date());
    }
    days.truncate(AHEAD);
    days
}

/// The first day on which the evidence gate would be passed if every team that is in the figures now stayed in them;
/// `None` where it would not within a year.
pub(super) fn earliest(study: &Study, series: &Series, joining: &Joining) -> Option<Date> {
    let last = study.begun().last()?;
    let recent: Vec<&StudyCell> =
        series.cells.iter().filter(|cell| cell.sprint + RECENT > last.number).collect();
    let mut ahead = series.clone();
    for (number, day) in (last.number + 1..).zip(coming(study).into_iter().skip(usize::from(last.is_partial)))
    {
        for team in 0..study.teams.len() {
            let known = recent.iter().rev().find(|cell| cell.team == team);
            ahead.cells.extend(known.map(|cell| StudyCell { sprint: number, ..(*cell).clone() }));
        }
        if Table::of(study, &ahead, joining, false).is_ok_and(|table| table.missing.is_empty()) {
            return Some(day);
        }
    }
    None
}

/// Who has been in the figures in one of so many newest sprints will be in the next.
const RECENT: i64 = 3;
