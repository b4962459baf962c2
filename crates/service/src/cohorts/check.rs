//! A cohort as it was typed: what is wrong with it, field by field.

use std::collections::BTreeSet;

use domain::{
    CohortKey, PersonId, SkillKey,
    cohort::{Cohort, SKILLS_MAX, SPRINT_DAYS_MAX, SPRINT_DAYS_MIN},
};
use jiff::civil::Date;
use uuid::Uuid;

use super::CohortForm;
use crate::{Fields, ProgrammeDesk, ServiceError, roster::Roster};

impl ProgrammeDesk<'_> {
    pub(super) async fn check(
        &self,
        roster: &Roster,
        key: CohortKey,
        form: &CohortForm,
    ) -> Result<Cohort, ServiceError> {
        let mut wrong = Fields::default();
        let name = check_name(roster, &key, &form.name, &mut wrong);
        let wave = form.wave.trim().parse().ok().filter(|wave| (1..=99).contains(wave));
        if wave.is_none() {
            wrong.add("wave", "Give the wave as a number from 1 to 99.");
        }
        let coach = self.check_coach(&form.coach, &mut wrong).await?;
        let skills = self.check_skills(&form.skills, &mut wrong).await?;
        let days = check_days(form, &mut wrong);
        wrong.into_result()?;
        let (Some(wave), Some((first_day, last_day))) = (wave, days) else {
            return Err(ServiceError::NotFound);
        };
        Ok(Cohort { key, name, wave, coach, skills, first_day, last_day })
    }

    async fn check_coach(&self, typed: &str, wrong: &mut Fields) -> Result<Option<PersonId>, ServiceError> {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        let id = typed.trim().parse::<Uuid>().ok().map(PersonId);
        let known = self.service.store.people().await?.into_iter().find(|person| Some(person.id) == id);
        if known.is_none() {
            wrong.add("coach", "Choose a coach from the list.");
        }
        Ok(known.map(|person| person.id))
    }

    async fn check_skills(
        &self,
        typed: &[String],
        wrong: &mut Fields,
    ) -> Result<Vec<SkillKey>, ServiceError> {
        let map = self.service.store.skill_map().await?;
        let current: BTreeSet<SkillKey> =
            map.into_iter().flat_map(|role| role.skills).filter(|s| !s.retired).map(|s| s.key).collect();
        let chosen: Vec<SkillKey> = typed.iter().filter_map(|key| SkillKey::new(key).ok()).collect();
        if chosen.is_empty() || chosen.len() > SKILLS_MAX {
            wrong.add(
                "skills",
                format!(
                    "Choose 1 or {SKILLS_MAX} skills: a learning sprint that practises more practises none."
                ),
            );
        } else if let Some(unknown) = chosen.iter().find(|key| !current.contains(*key)) {
            wrong.add(
                "skills",
                format!("\"{unknown}\" is not on the skill map any more. Choose another skill."),
            );
        }
        Ok(chosen)
    }
}

/// `Small pull requests` → `small-pull-requests`, with a number behind it where that is taken.
pub(super) fn free_key(roster: &Roster, name: &str) -> CohortKey {
    let slug: String =
        name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let slug: Vec<&str> = slug.split('-').filter(|part| !part.is_empty()).collect();
    let slug: String = slug.join("-").chars().take(60).collect();
    let numbered = |n: usize| match (slug.is_empty(), n) {
        (true, n) => format!("cohort-{n}"),
        (false, 1) => slug.clone(),
        (false, n) => format!("{slug}-{n}"),
    };
    let free =
        |key: &CohortKey| key.as_str() != "new" && !roster.cohorts.iter().any(|cohort| cohort.key == *key);
    let mut n = 1;
    loop {
        match CohortKey::new(&numbered(n)) {
            Ok(key) if free(&key) => return key,
            _ => n += 1,
        }
    }
}

fn check_name(roster: &Roster, key: &CohortKey, typed: &str, wrong: &mut Fields) -> String {
    let name = typed.trim().to_owned();
    if name.is_empty() {
        wrong.add("name", "Give the cohort a name.");
    } else if name.chars().count() > 80 {
        wrong.add("name", "Keep the name to 80 characters.");
    } else if roster.cohorts.iter().any(|other| other.key != *key && other.name == name) {
        wrong.add("name", "Another cohort has this name. Choose a name that tells them apart.");
    }
    name
}

fn check_days(form: &CohortForm, wrong: &mut Fields) -> Option<(Date, Date)> {
    let first = day("first_day", "the first day", &form.first_day, wrong);
    let last = day("last_day", "the last day", &form.last_day, wrong);
    let (first, last) = (first?, last?);
    let days = (last - first).get_days() + 1;
    if days < 1 {
        wrong.add("last_day", "The last day comes before the first. Swap them or correct one.");
    } else if !(SPRINT_DAYS_MIN..=SPRINT_DAYS_MAX).contains(&days) {
        let limits = format!(
            "A learning sprint lasts {SPRINT_DAYS_MIN} to {SPRINT_DAYS_MAX} days; this one would last {days}."
        );
        wrong.add("last_day", limits);
    }
    Some((first, last))
}

/// `what` tells two days of one form apart where both are wrong.
pub(super) fn day(field: &'static str, what: &str, typed: &str, wrong: &mut Fields) -> Option<Date> {
    let parsed = typed.trim().parse::<Date>().ok().filter(|day| (2000..2200).contains(&day.year()));
    if parsed.is_none() {
        wrong.add(field, format!("Give {what} as year-month-day, such as 2026-03-30."));
    }
    parsed
}
