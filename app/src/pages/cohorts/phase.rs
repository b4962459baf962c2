//! Where a cohort's learning sprint stands on a day.

use jiff::civil::Date;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Planned,
    Running,
    Done,
}

impl Phase {
    /// Both days belong to the learning sprint.
    pub fn of(first_day: Date, last_day: Date, today: Date) -> Self {
        if today < first_day {
            Phase::Planned
        } else if today <= last_day {
            Phase::Running
        } else {
            Phase::Done
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Phase::Planned => "Planned",
            Phase::Running => "Running",
            Phase::Done => "Done",
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(29, Phase::Planned)]
    #[case(30, Phase::Running)]
    #[case(31, Phase::Running)]
    fn a_learning_sprint_runs_from_its_first_day(#[case] day: i8, #[case] expected: Phase) {
        assert_eq!(Phase::of(date(2026, 3, 30), date(2026, 4, 17), date(2026, 3, day)), expected);
    }

    #[test]
    fn a_learning_sprint_is_done_the_day_after_its_last() {
        let (first, last) = (date(2026, 3, 30), date(2026, 4, 17));
        assert_eq!(Phase::of(first, last, last), Phase::Running);
        assert_eq!(Phase::of(first, last, date(2026, 4, 18)), Phase::Done);
    }
}
