//! Cohorts, their skills and who is enrolled.

use domain::{
    CohortKey, PersonId, PersonKey, SkillKey,
    cohort::{Cohort, Enrolment},
};
use jiff::civil::Date;
use uuid::Uuid;

use crate::{Store, StoreError, Tx};

#[derive(sqlx::FromRow)]
struct CohortRow {
    key: String,
    name: String,
    wave: i64,
    coach: Option<Uuid>,
    first_day: String,
    last_day: String,
}

#[derive(sqlx::FromRow)]
struct EnrolmentRow {
    cohort: String,
    person_id: Uuid,
    person_key: i64,
    joined_on: String,
    left_on: Option<String>,
}

/// An enrolment with the cohort it belongs to and the key that facts know the person by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolled {
    pub cohort: CohortKey,
    pub person_key: PersonKey,
    pub enrolment: Enrolment,
}

const COHORTS: &str = "SELECT key, name, wave, coach, first_day, last_day FROM cohort ORDER BY wave, key";
const SKILLS: &str = "SELECT cohort, skill FROM cohort_skill ORDER BY cohort, position";
const ENROLMENTS: &str = "SELECT e.cohort, e.person_id, p.person_key, e.joined_on, e.left_on
    FROM enrolment e JOIN person p ON p.id = e.person_id ORDER BY e.cohort, p.person_key, e.joined_on";

fn day(table: &'static str, column: &'static str, row: &str, text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|e: jiff::Error| StoreError::inconsistent(table, column, row, e))
}

fn key(text: &str) -> Result<CohortKey, StoreError> {
    CohortKey::new(text).map_err(|e| StoreError::inconsistent("cohort", "key", text, e))
}

fn skills_of(cohort: &str, skills: &[(String, String)]) -> Result<Vec<SkillKey>, StoreError> {
    let own = skills.iter().filter(|(owner, _)| owner == cohort);
    own.map(|(_, s)| {
        SkillKey::new(s).map_err(|e| StoreError::inconsistent("cohort_skill", "skill", cohort, e))
    })
    .collect()
}

impl CohortRow {
    fn into_cohort(self, skills: &[(String, String)]) -> Result<Cohort, StoreError> {
        Ok(Cohort {
            key: key(&self.key)?,
            wave: u16::try_from(self.wave)
                .map_err(|e| StoreError::inconsistent("cohort", "wave", &self.key, e))?,
            coach: self.coach.map(PersonId),
            skills: skills_of(&self.key, skills)?,
            first_day: day("cohort", "first_day", &self.key, &self.first_day)?,
            last_day: day("cohort", "last_day", &self.key, &self.last_day)?,
            name: self.name,
        })
    }
}

impl TryFrom<EnrolmentRow> for Enrolled {
    type Error = StoreError;

    fn try_from(row: EnrolmentRow) -> Result<Self, StoreError> {
        let joined_on = day("enrolment", "joined_on", &row.cohort, &row.joined_on)?;
        let left_on = row.left_on.map(|text| day("enrolment", "left_on", &row.cohort, &text)).transpose()?;
        let enrolment = Enrolment { person: PersonId(row.person_id), joined_on, left_on };
        Ok(Enrolled { cohort: key(&row.cohort)?, person_key: PersonKey(row.person_key), enrolment })
    }
}

fn cohorts(rows: Vec<CohortRow>, skills: &[(String, String)]) -> Result<Vec<Cohort>, StoreError> {
    rows.into_iter().map(|row| row.into_cohort(skills)).collect()
}

impl Store {
    /// All cohorts by wave and key.
    pub async fn cohorts(&self) -> Result<Vec<Cohort>, StoreError> {
        let rows: Vec<CohortRow> = reading!(self, pool => sqlx::query_as(COHORTS).fetch_all(pool).await)?;
        let skills: Vec<(String, String)> =
            reading!(self, pool => sqlx::query_as(SKILLS).fetch_all(pool).await)?;
        cohorts(rows, &skills)
    }

    /// Every enrolment of every cohort, past ones included.
    pub async fn enrolments(&self) -> Result<Vec<Enrolled>, StoreError> {
        let rows: Vec<EnrolmentRow> =
            reading!(self, pool => sqlx::query_as(ENROLMENTS).fetch_all(pool).await)?;
        rows.into_iter().map(Enrolled::try_from).collect()
    }
}

impl Tx {
    pub async fn all_cohorts(&mut self) -> Result<Vec<Cohort>, StoreError> {
        let rows: Vec<CohortRow> = writing!(self, conn => sqlx::query_as(COHORTS).fetch_all(conn).await)?;
        let skills: Vec<(String, String)> =
            writing!(self, conn => sqlx::query_as(SKILLS).fetch_all(conn).await)?;
        cohorts(rows, &skills)
    }

    pub async fn all_enrolments(&mut self) -> Result<Vec<Enrolled>, StoreError> {
        let rows: Vec<EnrolmentRow> =
            writing!(self, conn => sqlx::query_as(ENROLMENTS).fetch_all(conn).await)?;
        rows.into_iter().map(Enrolled::try_from).collect()
    }

    /// Creates or replaces a cohort with its skills; enrolments stay.
    pub async fn save_cohort(&mut self, cohort: &Cohort) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO cohort (key, name, wave, coach, first_day, last_day) VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (key) DO UPDATE SET name = excluded.name, wave = excluded.wave, coach = excluded.coach,
                    first_day = excluded.first_day, last_day = excluded.last_day")
                .bind(cohort.key.as_str()).bind(&cohort.name).bind(i64::from(cohort.wave))
                .bind(cohort.coach.map(|p| p.0))
                .bind(cohort.first_day.to_string()).bind(cohort.last_day.to_string())
                .execute(conn).await.map(|_| ())
        })?;
        writing!(self, conn => {
            sqlx::query("DELETE FROM cohort_skill WHERE cohort = $1")
                .bind(cohort.key.as_str()).execute(conn).await.map(|_| ())
        })?;
        let skills: Vec<(i64, &SkillKey)> = (0..).zip(&cohort.skills).collect();
        insert_rows!(
            self,
            "INSERT INTO cohort_skill (cohort, skill, position) ",
            skills,
            |b, row| {
                b.push_bind(cohort.key.as_str()).push_bind(row.1.as_str()).push_bind(row.0);
            },
            ""
        );
        Ok(())
    }

    /// Enrols a person from a day on; enrolling again on the same day takes back a leave.
    pub async fn save_enrolment(
        &mut self,
        cohort: &CohortKey,
        enrolment: &Enrolment,
    ) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO enrolment (cohort, person_id, joined_on, left_on) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (cohort, person_id, joined_on) DO UPDATE SET left_on = excluded.left_on")
                .bind(cohort.as_str()).bind(enrolment.person.0).bind(enrolment.joined_on.to_string())
                .bind(enrolment.left_on.map(|day| day.to_string()))
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Takes an enrolment back as if it had never been (a slip of the hand).
    pub async fn remove_enrolment(
        &mut self,
        cohort: &CohortKey,
        person: PersonId,
        joined_on: Date,
    ) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM enrolment WHERE cohort = $1 AND person_id = $2 AND joined_on = $3")
                .bind(cohort.as_str()).bind(person.0).bind(joined_on.to_string())
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}
