//! A participant's learning record in one cohort: for L&D whole, for their coach the state of labs and the sessions.

use std::collections::BTreeMap;

use domain::{
    CohortKey, ContentId, EpochMs, PersonId, Span,
    cohort::Cohort,
    content::{Content, ContentKind},
    facts::LearningKind,
    viewer::{AccessRole, Viewer},
};
use store::individual::{RecordFilter, RecordKind};
use uuid::Uuid;

use super::{PurposeForm, purpose::Asked};
use crate::{Service, ServiceError, access, roster::Roster};

/// The records of a cohort's participants, each after a purpose was stated.
#[derive(Clone)]
pub struct LearningRecords<'s> {
    service: &'s Service,
    viewer: &'s Viewer,
    cohort: CohortKey,
}

/// One person's learning in one cohort: with what the cohort practises, and while they took part in it. What they learn
/// elsewhere, before or after is not for those who run this cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearningRecord {
    pub person: PersonId,
    pub name: String,
    pub cohort: String,
    /// In the order of the cohort's content.
    pub labs: Vec<Lab>,
    /// Of the learning sprint, by time.
    pub sessions: Vec<Session>,
    /// What was used on the job, in the order of its first use. `None` for those who may not know.
    pub uses: Option<Vec<Use>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lab {
    pub name: String,
    pub started: Option<EpochMs>,
    pub completed: Option<EpochMs>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub name: String,
    pub at: EpochMs,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    pub name: String,
    pub times: usize,
    pub last: EpochMs,
}

/// A statement as it was sent, with its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawStatement {
    pub seq: i64,
    pub json: serde_json::Value,
}

impl RawStatement {
    /// `None` for one of several people, and where the text is not kept any more.
    fn of(row: &store::statements::Logged) -> Option<Self> {
        let json: serde_json::Value = serde_json::from_str(&row.payload).ok()?;
        let several = json.pointer("/actor/member").is_some();
        (!several).then_some(Self { seq: row.seq, json })
    }
}

impl Service {
    /// # Errors
    /// `NotFound` for those who do not run the cohort.
    pub fn learning_records<'s>(
        &'s self,
        viewer: &'s Viewer,
        cohort: &str,
    ) -> Result<LearningRecords<'s>, ServiceError> {
        let cohort = CohortKey::new(cohort).map_err(|_| ServiceError::NotFound)?;
        access::found(access::sees_participants(viewer, &cohort))?;
        Ok(LearningRecords { service: self, viewer, cohort })
    }
}

impl LearningRecords<'_> {
    /// The name of a participant, who they are being known to those who run the cohort; and the cohort's. Whoever left
    /// remains a participant, with a record that ends there: leaving does not undo what was learned together.
    ///
    /// # Errors
    /// `NotFound` for those who never took part: not enrolled, or gone before the first day.
    pub async fn participant(&self, person: &str) -> Result<(PersonId, String, String), ServiceError> {
        let person = person.parse::<Uuid>().map(PersonId).map_err(|_| ServiceError::NotFound)?;
        let roster = self.service.roster().await?;
        let cohort = roster.cohorts.iter().find(|c| c.key == self.cohort).ok_or(ServiceError::NotFound)?;
        access::found(!times(&roster, cohort, person).is_empty())?;
        let held = self.service.store.held_person(person).await?.filter(|held| !held.person.erased);
        Ok((person, held.ok_or(ServiceError::NotFound)?.person.name, cohort.name.clone()))
    }

    /// Logs the purpose; returns what opens the record for this one view.
    pub async fn state_purpose(&self, person: &str, form: &PurposeForm) -> Result<Uuid, ServiceError> {
        let (person, ..) = self.participant(person).await?;
        self.service.state_purpose(&self.asked(person), form).await
    }

    /// `None` where no purpose was stated for this view, or the view has ended.
    pub async fn record(
        &self,
        person: &str,
        view: Option<&str>,
    ) -> Result<Option<LearningRecord>, ServiceError> {
        let (person, name, cohort_name) = self.participant(person).await?;
        if !self.service.is_open(&self.asked(person), view).await? {
            return Ok(None);
        }
        let roster = self.service.roster().await?;
        let cohort = roster.cohorts.iter().find(|c| c.key == self.cohort).ok_or(ServiceError::NotFound)?;
        let moments = self.moments(person, cohort, &times(&roster, cohort, person)).await?;
        let sees_uses = self.viewer.reaches_cohort(&[AccessRole::LAndD], &self.cohort);
        let learning_sprint = cohort.learning_sprint();
        let sessions = moments
            .iter()
            .filter(|m| m.content == ContentKind::PeerSession && m.kind == LearningKind::Attended)
            .filter(|m| learning_sprint.contains(m.at))
            .map(|m| Session { name: m.name.clone(), at: m.at })
            .collect();
        let applied = moments.iter().filter(|m| m.kind == LearningKind::Applied);
        let uses = sees_uses.then(|| uses(applied));
        let labs = self.labs(cohort, &moments).await?;
        Ok(Some(LearningRecord { person, name, cohort: cohort_name, labs, sessions, uses }))
    }

    /// The statements behind the record as they were sent, by time: for L&D, through the same stated purpose. Those that
    /// are about others as well stay out: nobody stated a purpose for these. `None` as for [`Self::record`].
    pub async fn raw_statements(
        &self,
        person: &str,
        view: Option<&str>,
    ) -> Result<Option<Vec<RawStatement>>, ServiceError> {
        access::found(self.viewer.reaches_cohort(&[AccessRole::LAndD], &self.cohort))?;
        let (person, ..) = self.participant(person).await?;
        if !self.service.is_open(&self.asked(person), view).await? {
            return Ok(None);
        }
        let roster = self.service.roster().await?;
        let cohort = roster.cohorts.iter().find(|c| c.key == self.cohort).ok_or(ServiceError::NotFound)?;
        let moments = self.moments(person, cohort, &times(&roster, cohort, person)).await?;
        let ids: Vec<Uuid> = moments.iter().filter_map(|moment| moment.statement).collect();
        let mut statements = Vec::new();
        for id in ids {
            let Some(row) = self.service.store.logged(id).await? else { continue };
            let alone = self.service.store.stream_events(&[id]).await?.len() == 1;
            if let Some(raw) = RawStatement::of(&row).filter(|_| alone) {
                statements.push(raw);
            }
        }
        Ok(Some(statements))
    }

    fn asked(&self, person: PersonId) -> Asked<'_> {
        Asked { viewer: self.viewer, person, record: RecordKind::Learning, cohort: self.cohort.as_str() }
    }

    /// What the person did with the content of the cohort's skills, or of no skill, while they took part; by time.
    async fn moments(
        &self,
        person: PersonId,
        cohort: &Cohort,
        times: &[Span],
    ) -> Result<Vec<Moment>, ServiceError> {
        let content = self.service.store.content().await?;
        let is_own = |c: &&Content| c.skill.as_ref().is_none_or(|skill| cohort.skills.contains(skill));
        let kinds: BTreeMap<&str, ContentKind> =
            content.iter().filter(is_own).map(|c| (c.id.as_str(), c.kind)).collect();
        let filter = RecordFilter { kind: Some("learning"), offset: 0, limit: i64::MAX };
        let rows = self.service.store.records_about(person, &filter).await?;
        let moment = |row: store::individual::RecordRow| {
            let (kind, id) = (LearningKind::parse(&row.text)?, row.content?);
            Some(Moment {
                statement: row.statement_id,
                name: row.key,
                content: *kinds.get(id.as_str())?,
                id,
                kind,
                at: EpochMs(row.at),
            })
        };
        let took_part = |m: &Moment| times.iter().any(|time| time.contains(m.at));
        let mut moments: Vec<Moment> = rows.into_iter().filter_map(moment).filter(took_part).collect();
        moments.reverse();
        Ok(moments)
    }

    async fn labs(&self, cohort: &Cohort, moments: &[Moment]) -> Result<Vec<Lab>, ServiceError> {
        let content = self.service.store.content().await?;
        let own = content.into_iter().filter(|c| {
            c.kind == ContentKind::Lab && c.skill.as_ref().is_some_and(|skill| cohort.skills.contains(skill))
        });
        let first = |id: &ContentId, what: LearningKind| {
            moments.iter().find(|m| m.id == id.as_str() && m.kind == what).map(|m| m.at)
        };
        let lab = |lab: Content| Lab {
            started: first(&lab.id, LearningKind::Started),
            completed: first(&lab.id, LearningKind::Completed),
            name: lab.name,
        };
        Ok(own.map(lab).collect())
    }
}

/// When a person took part in a cohort; more than once where they left and came back.
fn times(roster: &Roster, cohort: &Cohort, person: PersonId) -> Vec<Span> {
    let own = roster.enrolments.iter().filter(|e| e.cohort == cohort.key && e.enrolment.person == person);
    own.filter_map(|e| cohort.time_of(&e.enrolment)).collect()
}

/// Each thing once, however often it was used.
fn uses<'m>(applied: impl Iterator<Item = &'m Moment>) -> Vec<Use> {
    let mut uses: Vec<Use> = Vec::new();
    for moment in applied {
        match uses.iter_mut().find(|entry| entry.name == moment.name) {
            Some(entry) => (entry.times, entry.last) = (entry.times + 1, moment.at),
            None => uses.push(Use { name: moment.name.clone(), times: 1, last: moment.at }),
        }
    }
    uses
}

struct Moment {
    statement: Option<Uuid>,
    id: String,
    name: String,
    content: ContentKind,
    kind: LearningKind,
    at: EpochMs,
}
