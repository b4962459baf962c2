//! Working time and the days that stand out: holidays, releases, reorganisations.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::TeamKey;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    Holiday,
    Release,
    Reorganisation,
}

impl MarkKind {
    pub fn as_str(self) -> &'static str {
        match self {
            MarkKind::Holiday => "holiday",
            MarkKind::Release => "release",
            MarkKind::Reorganisation => "reorganisation",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Holiday, Self::Release, Self::Reorganisation].into_iter().find(|k| k.as_str() == text)
    }
}

/// A day, or a run of days, drawn on charts and left out of business hours when it is a holiday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// `None`: holds for every team.
    pub team: Option<TeamKey>,
    pub kind: MarkKind,
    pub first_day: Date,
    /// Inclusive.
    pub last_day: Date,
    pub label: String,
}

/// When a team works: its time zone, hours of the day, days of the week, holidays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingTime {
    /// IANA name; an unknown one is refused when it is set.
    pub time_zone: String,
    /// Minutes after local midnight.
    pub day_starts: u16,
    pub day_ends: u16,
    /// Monday first.
    pub working_days: [bool; 7],
}

impl Default for WorkingTime {
    fn default() -> Self {
        Self {
            time_zone: "UTC".to_owned(),
            day_starts: 9 * 60,
            day_ends: 17 * 60,
            working_days: [true, true, true, true, true, false, false],
        }
    }
}
