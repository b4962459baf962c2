//! Who took part: the adoption side of a sprint, person by person, as keys.

use std::collections::{BTreeSet, HashSet};

use domain::{EpochMs, PersonKey, Span, cohort::Cohort, content::ContentKind, facts::LearningKind};
use metrics::Member;
use store::learning::EventItem;

use super::{Context, context::was_in};

/// A sprint as learning events are matched to it: by tag, else by time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SprintWindow<'a> {
    pub(crate) key: &'a str,
    pub(crate) span: Span,
}

impl SprintWindow<'_> {
    fn holds(&self, event: &EventItem) -> bool {
        match &event.sprint {
            Some(tag) => tag == self.key,
            None => self.span.contains(event.at),
        }
    }
}

/// Computes the members of a group in a sprint.
pub(crate) struct Participation<'a> {
    context: &'a Context,
    window: SprintWindow<'a>,
    cohort: Option<&'a Cohort>,
}

impl<'a> Participation<'a> {
    /// People take part in the cohort they are in; in whichever started last, if in several.
    pub(crate) fn new(context: &'a Context, window: SprintWindow<'a>) -> Self {
        Self { context, window, cohort: None }
    }

    /// Taking part in this cohort.
    pub(crate) fn in_cohort(context: &'a Context, window: SprintWindow<'a>, cohort: &'a Cohort) -> Self {
        Self { context, window, cohort: Some(cohort) }
    }

    /// The people of a group as adoption counts them, in order of key.
    pub(crate) fn members(&self, people: &[PersonKey]) -> Vec<Member> {
        let people: BTreeSet<PersonKey> = people.iter().copied().collect();
        people.into_iter().map(|person| self.member(person)).collect()
    }

    fn member(&self, person: PersonKey) -> Member {
        self.counted_under(person, self.cohort_of(person))
    }

    /// A person as adoption counts them under a cohort; under none, they have not joined.
    pub(crate) fn counted_under(&self, person: PersonKey, cohort: Option<&Cohort>) -> Member {
        let absent = Member {
            person,
            joined: false,
            labs_assigned: 0,
            labs_completed: 0,
            started: false,
            used_job_aid: false,
            sessions_held: 0,
            sessions_attended: 0,
        };
        cohort.map_or(absent, |cohort| self.participant(person, cohort))
    }

    fn participant(&self, person: PersonKey, cohort: &Cohort) -> Member {
        let events = self.events(person);
        let labs: HashSet<&str> = self.context.labs_of(cohort).iter().map(|lab| lab.id.as_str()).collect();
        let known = events.iter().filter(|e| e.at < self.window.span.end);
        let done: HashSet<&str> = known
            .clone()
            .filter(|e| e.kind == LearningKind::Completed)
            .map(|e| e.content.as_str())
            .filter(|content| labs.contains(content))
            .collect();
        let held = self.sessions(cohort);
        let own = sessions_in(&self.window, events, self.context);
        Member {
            person,
            joined: true,
            labs_assigned: count(labs.len()),
            labs_completed: count(done.len()),
            started: known.clone().any(|e| labs.contains(e.content.as_str())),
            used_job_aid: events.iter().any(|e| self.window.holds(e) && self.applied(e)),
            sessions_held: count(held.len()),
            sessions_attended: count(own.intersection(&held).count()),
        }
    }

    fn applied(&self, event: &EventItem) -> bool {
        event.kind == LearningKind::Applied
            && self.context.kind_of(&event.content) == Some(ContentKind::JobAid)
    }

    fn events(&self, person: PersonKey) -> &'a [EventItem] {
        self.context.events.get(&person).map_or(&[], Vec::as_slice)
    }

    /// The cohort whose learning sprint had started, for this person, before the window ends.
    pub(crate) fn cohort_of(&self, person: PersonKey) -> Option<&'a Cohort> {
        let own =
            self.context.enrolments.iter().filter(|e| e.person_key == person && was_in(e, self.window.span));
        let cohorts = own.filter_map(|e| self.context.cohorts.iter().find(|cohort| cohort.key == e.cohort));
        let asked = cohorts.filter(|cohort| self.cohort.is_none_or(|asked| asked.key == cohort.key));
        let started = asked.filter(|cohort| EpochMs::from_date(cohort.first_day) < self.window.span.end);
        started.max_by_key(|cohort| (cohort.first_day, &cohort.key))
    }

    /// The sessions that somebody of the cohort attended in the window: those that were held.
    fn sessions(&self, cohort: &Cohort) -> HashSet<Session> {
        let people = self.context.enrolled_in(cohort).map(|e| e.person_key);
        people.flat_map(|person| sessions_in(&self.window, self.events(person), self.context)).collect()
    }
}

/// A session is told from the next one of the same series by its day.
type Session = (String, jiff::civil::Date);

fn sessions_in(window: &SprintWindow<'_>, events: &[EventItem], context: &Context) -> HashSet<Session> {
    let attended = events.iter().filter(|e| e.kind == LearningKind::Attended && window.holds(e));
    attended
        .filter(|e| context.kind_of(&e.content) == Some(ContentKind::PeerSession))
        .map(|e| (e.content.clone(), e.at.date()))
        .collect()
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
