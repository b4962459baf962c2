//! Cohorts with their people, and how these count in a period's adoption figures.

use std::collections::BTreeSet;

use domain::{EpochMs, PersonKey, TeamKey, cohort::Cohort};
use metrics::Enrolled;

use crate::{
    recompute::{Context, Participation, SprintWindow, people_of},
    release::{period::Period, seats::MemberSeat},
};

/// A cohort with whose work counts for it, and in which teams.
pub(in crate::release) struct Circle<'a> {
    pub cohort: &'a Cohort,
    pub people: Vec<Enrolled>,
    pub teams: BTreeSet<&'a TeamKey>,
}

pub(in crate::release) fn circles(context: &Context) -> Vec<Circle<'_>> {
    let circle = |cohort| Circle {
        cohort,
        people: people_of(context, cohort),
        teams: context.teams_of(cohort).into_iter().collect(),
    };
    context.cohorts.iter().map(circle).collect()
}

/// The period as a cohort has it: over the dates of its people's teams.
pub(in crate::release) fn circle_span(circle: &Circle<'_>, period: &Period<'_>) -> Option<domain::Span> {
    let own: Vec<_> = circle.teams.iter().filter_map(|team| period.spans.get(team).copied()).collect();
    (!own.is_empty()).then(|| crate::recompute::hull(own.iter()))
}

/// People as a period's adoption figures count them, wherever they are said to be.
pub(in crate::release) struct Roll<'a> {
    pub context: &'a Context,
    pub circles: &'a [Circle<'a>],
    pub period: &'a Period<'a>,
}

impl Roll<'_> {
    pub fn in_team(&self, person: PersonKey, seat: &MemberSeat, team: &TeamKey) -> Option<metrics::Member> {
        let window = SprintWindow { key: &self.period.key, span: *self.period.spans.get(team)? };
        let under = self.context.cohorts.iter().find(|cohort| Some(&cohort.key) == seat.under.as_ref());
        Some(Participation::new(self.context, window).counted_under(person, under))
    }

    pub fn in_cohort(&self, person: PersonKey, cohort: &domain::CohortKey) -> Option<metrics::Member> {
        let circle = self.circles.iter().find(|circle| circle.cohort.key == *cohort)?;
        let span = circle_span(circle, self.period)?;
        let window = SprintWindow { key: &self.period.key, span };
        let started = EpochMs::from_date(circle.cohort.first_day) < span.end;
        let under = Some(circle.cohort).filter(|_| started);
        Some(Participation::in_cohort(self.context, window, circle.cohort).counted_under(person, under))
    }
}
