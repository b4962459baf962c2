//! Cohorts: the list, and one cohort's desk. Names only for those who run it.

use std::collections::{BTreeSet, HashSet};

use domain::{PersonId, cohort::Cohort, content::ContentKind, facts::LearningKind, viewer::Viewer};
use jiff::civil::Date;
use store::learning::EventItem;

use crate::{
    CohortDesk, ProgrammeDesk, Service, ServiceError, access, audit, cohorts::CohortForm, roster::Roster,
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CohortLine {
    pub key: String,
    pub name: String,
    pub wave: u16,
    pub first_day: Date,
    pub last_day: Date,
    pub skills: Vec<String>,
    pub teams: Vec<String>,
    /// Enrolled today; `None` where the cohort is too small to say so to somebody who may not know who they are.
    pub people: Option<u64>,
}

/// From joining to using it on the job: people, each counted once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Funnel {
    pub joined: usize,
    pub started: usize,
    pub completed: usize,
    pub applied: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    pub person: PersonId,
    pub name: String,
    pub team: String,
    pub joined_on: Date,
    pub left_on: Option<Date>,
    /// No: they left before the first day, and there is no record of theirs here.
    pub took_part: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CohortPage {
    pub line: CohortLine,
    pub coach: Option<String>,
    /// As of today, which no release guards: only for those who run the cohort, and where it is large enough. Everybody
    /// else has the adoption figures of its scoreboard.
    pub funnel: Option<Funnel>,
    pub labs: Vec<String>,
    /// Only for those who run the cohort, by name; looking is logged.
    pub participants: Option<Vec<Participant>>,
    pub form: CohortForm,
    pub may_edit: bool,
    /// Newest first; for those who may edit.
    pub changes: Vec<audit::Change>,
}

impl Service {
    /// The cohorts the viewer may open, by wave.
    pub async fn cohorts(&self, viewer: &Viewer) -> Result<Vec<CohortLine>, ServiceError> {
        let roster = self.roster().await?;
        let visible = roster.cohorts.iter().filter(|cohort| access::sees_cohort(viewer, &cohort.key));
        Ok(visible.map(|cohort| line(&roster, viewer, cohort)).collect())
    }

    /// The newest day the facts tell of: what pages call today.
    pub async fn data_day(&self) -> Result<Date, ServiceError> {
        Ok(self.roster().await?.horizon.date())
    }

    async fn log_look(&self, viewer: &Viewer, subject: &str) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        tx.log_change(self.now().0, &viewer.actor(), "looked at", subject, "").await?;
        Ok(tx.commit().await?)
    }
}

impl ProgrammeDesk<'_> {
    /// Who could be enrolled or coach: (id, name, team today). Looking is logged.
    pub async fn people_to_choose(&self) -> Result<Vec<(PersonId, String, String)>, ServiceError> {
        let roster = self.service.roster().await?;
        self.service.log_look(self.viewer, "people").await?;
        let people = self.service.store.people().await?;
        let people = people.into_iter().filter(|person| !person.erased);
        Ok(people.map(|p| (p.id, p.name, team_today(&roster, p.id))).collect())
    }
}

impl CohortDesk<'_> {
    pub async fn page(&self) -> Result<CohortPage, ServiceError> {
        let Self { service, viewer, cohort: key } = self;
        let roster = service.roster().await?;
        let cohort = roster.cohorts.iter().find(|c| c.key == *key).ok_or(ServiceError::NotFound)?;
        let line = line(&roster, viewer, cohort);
        let content = service.store.content().await?;
        let labs: Vec<_> = content
            .iter()
            .filter(|c| {
                c.kind == ContentKind::Lab && c.skill.as_ref().is_some_and(|s| cohort.skills.contains(s))
            })
            .collect();
        let lab_ids: HashSet<&str> = labs.iter().map(|lab| lab.id.as_str()).collect();
        let may_edit = access::runs_programme(viewer);
        Ok(CohortPage {
            coach: self.coach_name(cohort).await?,
            funnel: self.funnel(&roster, cohort, &lab_ids).await?,
            labs: labs.iter().map(|lab| lab.name.clone()).collect(),
            participants: self.participants(&roster, cohort).await?,
            form: CohortForm::of(cohort),
            may_edit,
            changes: if may_edit { service.history(&format!("cohort:{key}"), 10).await? } else { vec![] },
            line,
        })
    }

    async fn coach_name(&self, cohort: &Cohort) -> Result<Option<String>, ServiceError> {
        if !access::sees_participants(self.viewer, &cohort.key) {
            return Ok(None);
        }
        let people = self.service.store.people().await?;
        Ok(people.into_iter().find(|p| Some(p.id) == cohort.coach).map(|p| p.name))
    }

    async fn participants(
        &self,
        roster: &Roster,
        cohort: &Cohort,
    ) -> Result<Option<Vec<Participant>>, ServiceError> {
        if !access::sees_participants(self.viewer, &cohort.key) {
            return Ok(None);
        }
        // Not the cohort itself: looking would push the changes out of its history.
        self.service.log_look(self.viewer, &format!("participants:{}", cohort.key)).await?;
        let people = self.service.store.people().await?;
        let name = |id| people.iter().find(|p| p.id == id).map_or_else(String::new, |p| p.name.clone());
        let own = roster.enrolments.iter().filter(|e| e.cohort == cohort.key);
        let mut participants: Vec<Participant> = own
            .map(|e| Participant {
                person: e.enrolment.person,
                name: name(e.enrolment.person),
                team: team_today(roster, e.enrolment.person),
                joined_on: e.enrolment.joined_on,
                left_on: e.enrolment.left_on,
                took_part: cohort.time_of(&e.enrolment).is_some(),
            })
            .collect();
        participants.sort_by(|a, b| (&a.name, a.joined_on).cmp(&(&b.name, b.joined_on)));
        Ok(Some(participants))
    }

    async fn funnel(
        &self,
        roster: &Roster,
        cohort: &Cohort,
        labs: &HashSet<&str>,
    ) -> Result<Option<Funnel>, ServiceError> {
        let enrolled = roster.enrolled_on(cohort, roster.horizon.date());
        let people: BTreeSet<_> = enrolled.map(|e| e.person_key).collect();
        let is_shown = access::sees_participants(self.viewer, &cohort.key);
        if !is_shown || (people.len() as u64) < privacy::THRESHOLD {
            return Ok(None);
        }
        let keys: Vec<_> = people.iter().copied().collect();
        let events = self.service.store.events_of(&keys).await?;
        let steps = people.iter().map(|person| {
            let own: Vec<&EventItem> = events.iter().filter(|e| e.person == *person).collect();
            steps(&own, labs)
        });
        let mut funnel = Funnel { joined: people.len(), started: 0, completed: 0, applied: 0 };
        for (started, completed, applied) in steps {
            funnel.started += usize::from(started);
            funnel.completed += usize::from(completed);
            funnel.applied += usize::from(applied);
        }
        Ok(Some(funnel))
    }
}

/// Started a lab, completed all labs, applied something on the job.
fn steps(events: &[&EventItem], labs: &HashSet<&str>) -> (bool, bool, bool) {
    let of_labs = events.iter().filter(|e| labs.contains(e.content.as_str()));
    let done: HashSet<&str> =
        of_labs.clone().filter(|e| e.kind == LearningKind::Completed).map(|e| e.content.as_str()).collect();
    let applied = events.iter().any(|e| e.kind == LearningKind::Applied);
    (of_labs.count() > 0, !labs.is_empty() && done.len() == labs.len(), applied)
}

fn team_today(roster: &Roster, person: PersonId) -> String {
    let now = roster.memberships.iter().find(|m| m.person == person && m.span.contains(roster.horizon));
    let name = now.and_then(|m| roster.team(&m.team)).map(|team| team.name.clone());
    name.unwrap_or_else(|| "no team".to_owned())
}

fn line(roster: &Roster, viewer: &Viewer, cohort: &Cohort) -> CohortLine {
    let people = roster.enrolled_on(cohort, roster.horizon.date()).count() as u64;
    let is_shown = people >= privacy::THRESHOLD || access::sees_participants(viewer, &cohort.key);
    CohortLine {
        key: cohort.key.as_str().to_owned(),
        name: cohort.name.clone(),
        wave: cohort.wave,
        first_day: cohort.first_day,
        last_day: cohort.last_day,
        skills: cohort.skills.iter().map(|skill| skill.as_str().to_owned()).collect(),
        teams: roster.teams_of(cohort).map(|team| team.name.clone()).collect(),
        people: Some(people).filter(|_| is_shown),
    }
}
