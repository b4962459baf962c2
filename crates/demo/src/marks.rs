//! The days that stand out: holidays, the big release, a reorganisation.

use domain::calendar::MarkKind;
use jiff::civil::{Date, date};
use serde::Serialize;

use crate::Error;
use crate::calendar::SprintPlan;
use crate::write::csv_text;

/// Days that stand out, and by how much they slow down every team in their sprint.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DemoMark {
    pub kind: MarkKind,
    pub first_day: Date,
    /// Inclusive.
    pub last_day: Date,
    pub label: &'static str,
    /// Empty: every team.
    pub team: &'static str,
    /// Added to the log of cycle time.
    pub slow_down: f64,
}

pub(crate) const MARKS: [DemoMark; 5] = [
    DemoMark {
        kind: MarkKind::Holiday,
        first_day: date(2026, 4, 3),
        last_day: date(2026, 4, 6),
        label: "Easter",
        team: "",
        slow_down: 0.15,
    },
    DemoMark {
        kind: MarkKind::Holiday,
        first_day: date(2026, 5, 1),
        last_day: date(2026, 5, 1),
        label: "Labour Day",
        team: "",
        slow_down: 0.06,
    },
    DemoMark {
        kind: MarkKind::Release,
        first_day: date(2026, 5, 14),
        last_day: date(2026, 5, 14),
        label: "Spring release",
        team: "",
        slow_down: 0.25,
    },
    DemoMark {
        kind: MarkKind::Reorganisation,
        first_day: date(2026, 5, 25),
        last_day: date(2026, 5, 25),
        label: "One person moves from Checkout to Logistics",
        team: "logistics",
        slow_down: 0.0,
    },
    DemoMark {
        kind: MarkKind::Holiday,
        first_day: date(2026, 8, 10),
        last_day: date(2026, 8, 10),
        label: "Company day",
        team: "",
        slow_down: 0.06,
    },
];

impl DemoMark {
    pub fn falls_in(&self, sprint: &SprintPlan) -> bool {
        sprint.first_day <= self.last_day && self.first_day <= sprint.last_day
    }

    pub fn is_holiday_on(&self, day: Date) -> bool {
        self.kind == MarkKind::Holiday && self.first_day <= day && day <= self.last_day
    }
}

#[derive(Serialize)]
struct MarkRow {
    kind: &'static str,
    first_day: Date,
    last_day: Date,
    label: &'static str,
    team: &'static str,
}

/// `kind,first_day,last_day,label,team`.
pub(crate) fn marks_csv() -> Result<String, Error> {
    csv_text(MARKS.iter().map(|mark| MarkRow {
        kind: mark.kind.as_str(),
        first_day: mark.first_day,
        last_day: mark.last_day,
        label: mark.label,
        team: mark.team,
    }))
}
