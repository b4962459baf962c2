//! Who joins and who leaves, as it was typed: what is wrong with it, field by field.

use std::collections::BTreeSet;

use domain::{
    PersonId,
    cohort::{Cohort, Enrolment, PEOPLE_MAX},
};
use jiff::civil::Date;
use uuid::Uuid;

use super::{EnrolForm, LeaveForm, check::day};
use crate::{Fields, ServiceError, roster::Roster};

pub(super) fn check_enrolment(
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

pub(super) fn check_leave(
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
