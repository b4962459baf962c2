//! When teams joined: with the first learning sprint that somebody of theirs takes part in.

use domain::{EpochMs, TeamKey, cohort::Cohort};

use crate::recompute::Context;

/// The first cohort of a team: of those that count somebody who was in the team when the learning sprint was on. Who
/// comes to a team afterwards brings what they learned, but the team has not joined by that.
pub(super) fn first_cohort<'a>(context: &'a Context, team: &TeamKey) -> Option<&'a Cohort> {
    let took_part = |cohort: &&Cohort| {
        let sprint = domain::Span {
            start: EpochMs::from_date(cohort.first_day),
            end: EpochMs::from_date(cohort.last_day.saturating_add(jiff::Span::new().days(1))),
        };
        context.enrolled_during(cohort, sprint).iter().any(|person| {
            let mut memberships = context.memberships.iter();
            memberships.any(|m| m.person_key == *person && m.team == *team && m.span.overlaps(&sprint))
        })
    };
    context.cohorts.iter().filter(took_part).min_by_key(|cohort| (cohort.first_day, cohort.wave, &cohort.key))
}
