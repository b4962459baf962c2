//! Running cohorts: create, edit, enrol, leave. Everything is checked before anything is written, and what was done
//! is logged in the same transaction.

use std::collections::BTreeSet;

use domain::{
    CohortKey, EpochMs, PersonId, SkillKey,
    cohort::{Cohort, Enrolment, PEOPLE_MAX, SKILLS_MAX, SPRINT_DAYS_MAX, SPRINT_DAYS_MIN},
};
use jiff::civil::Date;
use store::{Revision, Tx};
use uuid::Uuid;

use crate::{Fields, ProgrammeDesk, ServiceError, recompute, roster::Roster};

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

impl ProgrammeDesk<'_> {
    pub async fn create_cohort(&self, form: &CohortForm) -> Result<CohortKey, ServiceError> {
        loop {
            let roster = self.service.load_roster().await?;
            let cohort = self.check(&roster, free_key(&roster, &form.name), form).await?;
            let Some(tx) = self.begin_edit(&roster).await? else { continue };
            self.save(tx, &roster, &cohort, "created").await?;
            return Ok(cohort.key);
        }
    }

    pub async fn edit_cohort(&self, key: &str, form: &CohortForm) -> Result<(), ServiceError> {
        loop {
            let roster = self.service.load_roster().await?;
            let cohort = self.check(&roster, known(&roster, key)?.key.clone(), form).await?;
            let Some(tx) = self.begin_edit(&roster).await? else { continue };
            return self.save(tx, &roster, &cohort, "edited").await;
        }
    }

    /// Enrols people from a day on; says how many.
    pub async fn enrol(&self, key: &str, form: &EnrolForm) -> Result<usize, ServiceError> {
        loop {
            let roster = self.service.load_roster().await?;
            let cohort = known(&roster, key)?;
            let (people, joined_on) = check_enrolment(&roster, cohort, form)?;
            let Some(mut tx) = self.begin_edit(&roster).await? else { continue };
            for person in &people {
                let enrolment = Enrolment { person: *person, joined_on, left_on: None };
                tx.save_enrolment(&cohort.key, &enrolment).await?;
            }
            let detail = format!("{} people from {joined_on}", people.len());
            self.finish(tx, &roster, cohort, "enrolled", &detail).await?;
            return Ok(people.len());
        }
    }

    /// Ends an enrolment on a day, or takes it back.
    pub async fn leave(&self, key: &str, form: &LeaveForm) -> Result<(), ServiceError> {
        loop {
            let roster = self.service.load_roster().await?;
            let cohort = known(&roster, key)?;
            let (enrolment, left_on) = check_leave(&roster, cohort, form)?;
            let Some(mut tx) = self.begin_edit(&roster).await? else { continue };
            let detail = if let Some(day) = left_on {
                tx.save_enrolment(&cohort.key, &Enrolment { left_on: Some(day), ..enrolment }).await?;
                format!("one person on {day}")
            } else {
                tx.remove_enrolment(&cohort.key, enrolment.person, enrolment.joined_on).await?;
                "one enrolment taken back".to_owned()
            };
            return self.finish(tx, &roster, cohort, "left", &detail).await;
        }
    }

    /// Begins a change that was checked against this roster, or says that it no longer holds: then nobody changes
    /// the organisation until the transaction ends.
    async fn begin_edit(&self, roster: &Roster) -> Result<Option<Tx>, ServiceError> {
        let mut tx = self.service.store.begin().await?;
        tx.own_facts().await?;
        tx.own_figures().await?;
        let holds = tx.revision(Revision::Directory).await? == roster.revision;
        Ok(holds.then_some(tx))
    }

    async fn check(
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

    async fn save(
        &self,
        mut tx: Tx,
        roster: &Roster,
        cohort: &Cohort,
        action: &str,
    ) -> Result<(), ServiceError> {
        tx.save_cohort(cohort).await?;
        let detail =
            format!("\"{}\", wave {}, {} to {}", cohort.name, cohort.wave, cohort.first_day, cohort.last_day);
        self.finish(tx, roster, cohort, action, &detail).await
    }

    /// Logs the act, computes the cohort anew in the same transaction, then its teams.
    async fn finish(
        &self,
        mut tx: Tx,
        roster: &Roster,
        cohort: &Cohort,
        action: &str,
        detail: &str,
    ) -> Result<(), ServiceError> {
        let subject = format!("cohort:{}", cohort.key);
        tx.log_change(self.service.now().0, &self.viewer.actor(), action, &subject, detail).await?;
        let mut teams: BTreeSet<String> =
            roster.teams_of(cohort).map(|team| team.key.as_str().to_owned()).collect();
        teams.extend(recompute::cohort(&mut tx, &cohort.key).await?);
        for team in &teams {
            tx.mark_team_dirty(team, EpochMs(i64::MIN)).await?;
        }
        tx.bump(Revision::Directory).await?;
        tx.bump(Revision::Figures).await?;
        tx.commit().await?;
        self.service.recompute().await?;
        self.service.notice_changes().await
    }
}

fn known<'r>(roster: &'r Roster, key: &str) -> Result<&'r Cohort, ServiceError> {
    roster.cohorts.iter().find(|cohort| cohort.key.as_str() == key).ok_or(ServiceError::NotFound)
}

/// `Small pull requests` → `small-pull-requests`, with a number behind it where that is taken.
fn free_key(roster: &Roster, name: &str) -> CohortKey {
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
fn day(field: &'static str, what: &str, typed: &str, wrong: &mut Fields) -> Option<Date> {
    let parsed = typed.trim().parse::<Date>().ok().filter(|day| (2000..2200).contains(&day.year()));
    if parsed.is_none() {
        wrong.add(field, format!("Give {what} as year-month-day, such as 2026-03-30."));
    }
    parsed
}

fn check_enrolment(
    roster: &Roster,
    cohort: &Cohort,
    form: &EnrolForm,
) -> Result<(BTreeSet<PersonId>, Date), ServiceError> {
    let mut wrong = Fields::default();
    let joined_on = day("joined_on", "the day they join", &form.joined_on, &mut wrong);
    let known: BTreeSet<PersonId> = roster.memberships.iter().map(|m| m.person).collect();
    let chosen: BTreeSet<PersonId> = form
        .people
        .iter()
        .filter_map(|id| id.parse::<Uuid>().ok().map(PersonId))
        .filter(|id| known.contains(id))
        .collect();
    if chosen.is_empty() {
        wrong.add("people", "Choose at least one person.");
    }
    let day = joined_on.unwrap_or(cohort.first_day);
    let already: BTreeSet<PersonId> = roster.enrolled_on(cohort, day).map(|e| e.enrolment.person).collect();
    if roster.enrolments.iter().any(|e| {
        e.cohort == cohort.key && chosen.contains(&e.enrolment.person) && is_enrolled(&e.enrolment, day)
    }) {
        wrong.add("people", "Somebody you chose is enrolled in this cohort already. Leave them out.");
    }
    let total = already.union(&chosen).count();
    if total > PEOPLE_MAX {
        let over = total - PEOPLE_MAX;
        wrong.add("people", format!("A cohort has at most {PEOPLE_MAX} people; this would be {total}. Leave out {over} or start another cohort."));
    }
    if busy_elsewhere(roster, cohort, &chosen) {
        wrong.add("people", "Somebody you chose is in another cohort whose learning sprint shares days with this one. End that enrolment first.");
    }
    wrong.into_result()?;
    Ok((chosen, day))
}

/// Already in the cohort on that day or later. The same first day and a last one: that takes the leave back.
fn is_enrolled(enrolment: &Enrolment, day: Date) -> bool {
    match enrolment.left_on {
        None => true,
        Some(left) => left > day && enrolment.joined_on != day,
    }
}

fn busy_elsewhere(roster: &Roster, cohort: &Cohort, chosen: &BTreeSet<PersonId>) -> bool {
    let overlapping = roster.cohorts.iter().filter(|other| {
        other.key != cohort.key && other.first_day <= cohort.last_day && cohort.first_day <= other.last_day
    });
    overlapping
        .flat_map(|other| roster.enrolled_on(other, cohort.first_day))
        .any(|e| chosen.contains(&e.enrolment.person))
}

fn check_leave(
    roster: &Roster,
    cohort: &Cohort,
    form: &LeaveForm,
) -> Result<(Enrolment, Option<Date>), ServiceError> {
    let person = form.person.parse::<Uuid>().map(PersonId).map_err(|_| ServiceError::NotFound)?;
    let own = roster.enrolments.iter().filter(|e| e.cohort == cohort.key && e.enrolment.person == person);
    let enrolment = own.map(|e| &e.enrolment).find(|e| e.joined_on.to_string() == form.joined_on.trim());
    let enrolment = enrolment.ok_or(ServiceError::NotFound)?.clone();
    if form.left_on.trim().is_empty() {
        return Ok((enrolment, None));
    }
    let mut wrong = Fields::default();
    let left_on = day("left_on", "the day they leave", &form.left_on, &mut wrong);
    if left_on.is_some_and(|day| day < enrolment.joined_on) {
        wrong.add(
            "left_on",
            format!("This person joined on {}; they cannot leave before that.", enrolment.joined_on),
        );
    }
    wrong.into_result()?;
    Ok((enrolment, left_on))
}
