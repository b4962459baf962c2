//! Sprints that say nothing about practice: holidays and big releases. They leave on both sides, for every team, so
//! that nobody is compared with somebody on holiday.

use domain::{
    EpochMs, Span, TeamKey,
    calendar::{Mark, MarkKind},
};
use jiff::{ToSpan, civil::Weekday};

use super::{super::view::Exclusion, axis::AxisSprint};

/// A single day off falls into every other sprint, and takes the same from everybody: leaving those sprints out would
/// cost more than it mends. From so many working days on a holiday makes the sprint another one.
const WORKING_DAYS: usize = 2;

/// What stands out in a sprint for every team, or for this one alone.
pub(super) fn exclusion(marks: &[Mark], sprint: &AxisSprint, team: Option<&TeamKey>) -> Option<Exclusion> {
    let mut of = marks.iter().filter(|mark| mark.team.as_ref() == team);
    let found = of.find(|mark| match mark.kind {
        MarkKind::Holiday => working_days(mark, &sprint.span) >= WORKING_DAYS,
        MarkKind::Release => days(mark).overlaps(&sprint.span),
        // It changes who is in a team, not what a sprint is like.
        MarkKind::Reorganisation => false,
    });
    found.map(|mark| Exclusion { kind: mark.kind, label: mark.label.clone() })
}

/// Mondays to Fridays of a mark that lie in a sprint.
fn working_days(mark: &Mark, sprint: &Span) -> usize {
    let days = mark.first_day.series(1.day()).take_while(|day| *day <= mark.last_day);
    let inside = days.filter(|day| sprint.contains(EpochMs::from_date(*day)));
    inside.filter(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)).count()
}

fn days(mark: &Mark) -> Span {
    Span {
        start: EpochMs::from_date(mark.first_day),
        end: EpochMs::from_date(mark.last_day.saturating_add(1.day())),
    }
}

#[cfg(test)]
mod tests {
    use domain::SprintKey;
    use jiff::civil::{Date, date};

    use super::*;

    fn label(kind: MarkKind, first_day: Date, last_day: Date) -> Option<String> {
        let mark = Mark { team: None, kind, first_day, last_day, label: "it".to_owned() };
        let span =
            Span { start: EpochMs::from_date(date(2026, 3, 30)), end: EpochMs::from_date(date(2026, 4, 13)) };
        let sprint = AxisSprint { number: 1, key: SprintKey::new("7").unwrap(), span };
        exclusion(&[mark], &sprint, None).map(|found| found.label)
    }

    #[test]
    fn a_long_holiday_and_any_release_take_a_sprint_out_and_a_day_off_or_a_reorganisation_does_not() {
        let (friday, monday) = (date(2026, 4, 3), date(2026, 4, 6));
        assert_eq!(label(MarkKind::Holiday, friday, monday).as_deref(), Some("it"));
        assert_eq!(label(MarkKind::Holiday, friday, friday), None);
        assert_eq!(label(MarkKind::Release, friday, friday).as_deref(), Some("it"));
        assert_eq!(label(MarkKind::Reorganisation, friday, monday), None);
        let (next, after) = (date(2026, 4, 10), date(2026, 4, 13));
        assert_eq!(
            label(MarkKind::Holiday, next, after),
            None,
            "one working day of it lies in the next sprint"
        );
    }
}
