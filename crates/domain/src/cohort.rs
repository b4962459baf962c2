//! Cohorts: a few people, a coach, one or two skills, one learning sprint.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{CohortKey, EpochMs, PersonId, SkillKey, Span};

pub const PEOPLE_MIN: usize = 4;
pub const PEOPLE_MAX: usize = 12;
pub const SKILLS_MAX: usize = 2;
pub const SPRINT_DAYS_MIN: i32 = 14;
pub const SPRINT_DAYS_MAX: i32 = 21;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cohort {
    pub key: CohortKey,
    pub name: String,
    pub wave: u16,
    pub coach: Option<PersonId>,
    pub skills: Vec<SkillKey>,
    pub first_day: Date,
    /// Inclusive.
    pub last_day: Date,
}

impl Cohort {
    /// Length of the learning sprint in days, both ends counted.
    pub fn sprint_days(&self) -> i32 {
        (self.last_day - self.first_day).get_days() + 1
    }

    /// When somebody took part: from their joining or the first day, whichever is later, until they left. `None` for
    /// those who left before it began.
    pub fn time_of(&self, enrolment: &Enrolment) -> Option<Span> {
        let start = EpochMs::from_date(enrolment.joined_on.max(self.first_day));
        let end = enrolment.left_on.map_or(EpochMs(i64::MAX), EpochMs::from_date);
        (start < end).then_some(Span { start, end })
    }

    /// The learning sprint, both days included.
    pub fn learning_sprint(&self) -> Span {
        let next = self.last_day.saturating_add(jiff::Span::new().days(1));
        Span { start: EpochMs::from_date(self.first_day), end: EpochMs::from_date(next) }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    pub person: PersonId,
    pub joined_on: Date,
    pub left_on: Option<Date>,
}
