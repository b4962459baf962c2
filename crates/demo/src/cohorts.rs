//! Six cohorts of ten in three waves, their coaches, and the programme they belong to.

use domain::cohort::Cohort;
use domain::figure::MetricId;
use domain::ids::InvalidId;
use domain::programme::{Outcome, Programme};
use domain::{CohortKey, SkillKey};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::calendar::{BASELINE_LAST_DAY, FIRST_DAY, is_working_day, sprints};
use crate::people::Person;
use crate::skill_map::{REVIEWS, SECURITY, SMALL, TESTS};
use crate::teams::{WAVE_SPRINTS, index_of};

/// Weekly, on Thursdays.
pub(crate) const HUDDLES: usize = 3;
/// Monday of the first to Friday of the third week, both counted.
const LEARNING_SPRINT_DAYS: i64 = 19;

/// A cohort with the e-mail addresses of its people, as the import knows them.
#[derive(Debug, Clone)]
pub struct CohortPlan {
    /// `coach` is `None`: people have no ids before they are imported.
    pub cohort: Cohort,
    pub coach_email: String,
    /// Address and the day of joining.
    pub members: Vec<(String, Date)>,
}

#[derive(Debug)]
pub(crate) struct CohortSpec {
    pub key: &'static str,
    pub name: &'static str,
    pub wave: u16,
    pub skills: [&'static str; 2],
    /// The team whose architect coaches.
    coach_from: &'static str,
    /// Team, first seat, number of seats.
    seats: &'static [(&'static str, usize, usize)],
}

pub(crate) const COHORTS: [CohortSpec; 6] = [
    CohortSpec {
        key: "cohort-1",
        name: "Cohort 1",
        wave: 1,
        skills: [SMALL, REVIEWS],
        coach_from: "core-platform",
        seats: &[("payments", 0, 5), ("identity", 0, 5)],
    },
    CohortSpec {
        key: "cohort-2",
        name: "Cohort 2",
        wave: 1,
        skills: [SMALL, REVIEWS],
        coach_from: "reporting",
        seats: &[("payments", 5, 5), ("identity", 5, 5)],
    },
    CohortSpec {
        key: "cohort-3",
        name: "Cohort 3",
        wave: 2,
        skills: [SMALL, TESTS],
        coach_from: "mobile",
        seats: &[("search", 0, 5), ("mobile", 0, 5)],
    },
    CohortSpec {
        key: "cohort-4",
        name: "Cohort 4",
        wave: 2,
        skills: [REVIEWS, TESTS],
        coach_from: "data-platform",
        seats: &[("search", 5, 5), ("data-platform", 0, 5)],
    },
    CohortSpec {
        key: "cohort-5",
        name: "Cohort 5",
        wave: 3,
        skills: [SMALL, REVIEWS],
        coach_from: "partner-api",
        seats: &[("billing", 0, 5), ("partner-api", 0, 5)],
    },
    CohortSpec {
        key: "cohort-6",
        name: "Cohort 6",
        wave: 3,
        skills: [TESTS, SECURITY],
        coach_from: "reporting",
        seats: &[("billing", 5, 5), ("reporting", 0, 3), ("notifications", 0, 2)],
    },
];

impl CohortSpec {
    /// Index of the sprint in which the learning sprint starts.
    pub fn sprint(&self) -> usize {
        WAVE_SPRINTS[usize::from(self.wave) - 1]
    }

    pub fn first_day(&self) -> Date {
        sprints()[self.sprint()].first_day
    }

    pub fn last_day(&self) -> Date {
        self.first_day().saturating_add((LEARNING_SPRINT_DAYS - 1).days())
    }

    pub fn working_days(&self) -> Vec<Date> {
        let days = self.first_day().series(1.day()).take_while(|day| *day <= self.last_day());
        days.filter(|day| is_working_day(*day)).collect()
    }

    /// In the order of the seats.
    pub fn members<'a>(&self, people: &'a [Person]) -> Vec<&'a Person> {
        let seats = self.seats.iter();
        seats.flat_map(|(team, first, count)| of_team(people, team).skip(*first).take(*count)).collect()
    }

    fn coach<'a>(&self, people: &'a [Person]) -> Option<&'a Person> {
        of_team(people, self.coach_from).last()
    }

    fn plan(&self, people: &[Person]) -> Result<CohortPlan, InvalidId> {
        let cohort = Cohort {
            key: CohortKey::new(self.key)?,
            name: self.name.to_owned(),
            wave: self.wave,
            coach: None,
            skills: self.skills.iter().map(|skill| SkillKey::new(skill)).collect::<Result<_, _>>()?,
            first_day: self.first_day(),
            last_day: self.last_day(),
        };
        let members = self.members(people).iter().map(|person| (person.email(), cohort.first_day)).collect();
        let coach_email = self.coach(people).map(Person::email).unwrap_or_default();
        Ok(CohortPlan { cohort, coach_email, members })
    }
}

/// The people who were in a team when the data starts.
fn of_team<'a>(people: &'a [Person], team: &str) -> impl Iterator<Item = &'a Person> + use<'a> {
    let team = index_of(team);
    people.iter().filter(move |person| person.team_on(FIRST_DAY) == team)
}

pub(crate) fn cohort_plans(people: &[Person]) -> Result<Vec<CohortPlan>, InvalidId> {
    COHORTS.iter().map(|cohort| cohort.plan(people)).collect()
}

pub(crate) fn programme() -> Programme {
    Programme {
        name: "Engineering upskilling 2026".to_owned(),
        speed: Outcome { metric: MetricId::CycleTime, target_change: -0.20 },
        quality: Outcome { metric: MetricId::DefectsAfterRelease, target_change: -0.25 },
        baseline_from: FIRST_DAY,
        baseline_to: BASELINE_LAST_DAY,
    }
}
