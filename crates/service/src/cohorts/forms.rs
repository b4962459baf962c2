//! What is typed about cohorts.

use domain::cohort::Cohort;

/// A cohort's form as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct CohortForm {
    pub name: String,
    pub wave: String,
    /// A person's id; empty: no coach yet.
    pub coach: String,
    pub skills: Vec<String>,
    pub first_day: String,
    pub last_day: String,
}

impl CohortForm {
    /// The form that would leave this cohort as it is.
    pub fn of(cohort: &Cohort) -> Self {
        Self {
            name: cohort.name.clone(),
            wave: cohort.wave.to_string(),
            coach: cohort.coach.map(|coach| coach.0.to_string()).unwrap_or_default(),
            skills: cohort.skills.iter().map(|skill| skill.as_str().to_owned()).collect(),
            first_day: cohort.first_day.to_string(),
            last_day: cohort.last_day.to_string(),
        }
    }
}

/// Whom to enrol, as it was chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct EnrolForm {
    pub people: Vec<String>,
    pub joined_on: String,
}

/// Who leaves and when, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct LeaveForm {
    pub person: String,
    pub joined_on: String,
    /// Empty: take the enrolment back as if it had never been.
    pub left_on: String,
}
