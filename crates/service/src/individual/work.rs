//! Pull requests of one person, by sprint, beside nobody else's: for the person themself, and for others only where
//! the organisation's policy opens them, each time for a stated purpose.

use std::collections::BTreeMap;

use domain::{
    EpochMs, PersonId, TeamKey,
    viewer::{Reach, Scope, Viewer},
};
use jiff::civil::Date;
use metrics::quantile::median;
use store::individual::{OwnPullRequest, RecordKind};
use uuid::Uuid;

use super::{PurposeForm, WorkRecordRule, purpose::Asked};
use crate::{Service, ServiceError, access, roster::Roster};

/// One person's pull requests.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkRecord {
    pub person: PersonId,
    pub name: String,
    /// The middle of all merged ones, in hours; `None` before the first.
    pub median_hours: Option<f64>,
    /// Newest first.
    pub sprints: Vec<WorkSprint>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct WorkSprint {
    /// The sprint's key; empty for what falls into no sprint.
    pub key: String,
    pub days: Option<(Date, Date)>,
    pub merged: usize,
    /// The middle of this sprint's merged ones, in hours.
    pub median_hours: Option<f64>,
    /// By time.
    pub items: Vec<WorkItem>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct WorkItem {
    pub repository: String,
    pub number: i64,
    pub title: String,
    pub opened_at: EpochMs,
    pub merged_at: Option<EpochMs>,
    /// From opening to merging; `None` where it is not merged.
    pub hours: Option<f64>,
    pub lines: Option<i64>,
}

/// Work records that the policy opens to a viewer.
#[derive(Clone)]
pub struct WorkRecords<'s> {
    service: &'s Service,
    viewer: &'s Viewer,
    rules: Vec<WorkRecordRule>,
}

impl Service {
    /// # Errors
    /// `NotFound` where the policy opens nothing to the viewer, which is how it is by default.
    pub async fn work_records<'s>(&'s self, viewer: &'s Viewer) -> Result<WorkRecords<'s>, ServiceError> {
        let mut rules = self.work_record_rules().await?;
        rules.retain(|rule| viewer.holds(rule.role));
        access::found(!rules.is_empty())?;
        Ok(WorkRecords { service: self, viewer, rules })
    }

    pub(super) async fn work_of(&self, person: PersonId, name: String) -> Result<WorkRecord, ServiceError> {
        let items = self.store.own_pull_requests(person).await?;
        let mut sprints: BTreeMap<(EpochMs, String), WorkSprint> = BTreeMap::new();
        let mut known = BTreeMap::new();
        for item in &items {
            if !known.contains_key(&item.team) {
                let team = TeamKey::new(&item.team).ok();
                let list = if let Some(team) = team { self.store.sprints(&team).await? } else { vec![] };
                known.insert(item.team.clone(), list);
            }
            let sprint = known
                .get(&item.team)
                .and_then(|list| list.iter().find(|sprint| sprint.span.contains(EpochMs(item.settled_at))));
            let key = sprint
                .map_or((EpochMs(i64::MIN), String::new()), |s| (s.span.start, s.key.as_str().to_owned()));
            let entry = sprints.entry(key).or_insert_with_key(|(_, key)| WorkSprint {
                key: key.clone(),
                days: sprint.map(|s| (s.span.start.date(), EpochMs(s.span.end.0 - 1).date())),
                merged: 0,
                median_hours: None,
                items: vec![],
            });
            entry.items.push(WorkItem::from(item));
        }
        let mut sprints: Vec<WorkSprint> = sprints.into_values().rev().collect();
        for sprint in &mut sprints {
            let mut hours = merged_hours(&sprint.items);
            (sprint.merged, sprint.median_hours) = (hours.len(), median(&mut hours));
        }
        let mut all: Vec<f64> = sprints.iter().flat_map(|sprint| merged_hours(&sprint.items)).collect();
        Ok(WorkRecord { person, name, median_hours: median(&mut all), sprints })
    }
}

impl WorkRecords<'_> {
    /// The people whose work records may be asked for, by name: (id, name). Looking is logged.
    pub async fn people(&self) -> Result<Vec<(PersonId, String)>, ServiceError> {
        let roster = self.service.roster().await?;
        let mut tx = self.service.store.begin().await?;
        let now = self.service.now().0;
        tx.log_change(
            now,
            &self.viewer.actor(),
            "looked at",
            "people",
            "whose work records may be asked for",
        )
        .await?;
        tx.commit().await?;
        let people = self.service.store.people().await?.into_iter();
        let open = people.filter(|p| !p.erased && self.reaches(&roster, p.id));
        Ok(open.map(|p| (p.id, p.name)).collect())
    }

    /// The person's name, for those who may ask for their work record.
    pub async fn person(&self, person: &str) -> Result<(PersonId, String), ServiceError> {
        let person = person.parse::<Uuid>().map(PersonId).map_err(|_| ServiceError::NotFound)?;
        let roster = self.service.roster().await?;
        access::found(self.reaches(&roster, person))?;
        let held = self.service.store.held_person(person).await?.filter(|held| !held.person.erased);
        Ok((person, held.ok_or(ServiceError::NotFound)?.person.name))
    }

    /// Logs the purpose; returns what opens the record for this one view.
    pub async fn state_purpose(&self, person: &str, form: &PurposeForm) -> Result<Uuid, ServiceError> {
        let (person, _) = self.person(person).await?;
        self.service.state_purpose(&self.asked(person), form).await
    }

    /// `None` where no purpose was stated for this view, or the view has ended.
    pub async fn record(&self, person: &str, view: Option<&str>) -> Result<Option<WorkRecord>, ServiceError> {
        let (person, name) = self.person(person).await?;
        if !self.service.is_open(&self.asked(person), view).await? {
            return Ok(None);
        }
        self.service.work_of(person, name).await.map(Some)
    }

    fn asked(&self, person: PersonId) -> Asked<'_> {
        Asked { viewer: self.viewer, person, record: RecordKind::Work, cohort: "" }
    }

    /// The policy's scope and the viewer's own reach both have to hold the person, today.
    fn reaches(&self, roster: &Roster, person: PersonId) -> bool {
        let now = roster.memberships.iter().filter(|m| m.person == person && m.span.contains(roster.horizon));
        let teams: Vec<_> = now.map(|m| &m.team).collect();
        let day = roster.horizon.date();
        let enrolled = roster
            .enrolments
            .iter()
            .filter(|e| e.enrolment.person == person && e.enrolment.left_on.is_none_or(|left| left > day));
        let cohorts: Vec<_> = enrolled.map(|e| &e.cohort).collect();
        self.rules.iter().any(|rule| {
            let covered = match &rule.scope {
                Scope::Everything => true,
                Scope::Team(team) => teams.contains(&team),
                Scope::Cohort(cohort) => cohorts.contains(&cohort),
                Scope::Own => false,
            };
            let reached = self.viewer.reach(rule.role).is_some_and(|reach| match reach {
                Reach::Everything => true,
                Reach::Groups { teams: own, cohorts: run } => {
                    teams.iter().any(|team| own.contains(*team)) || cohorts.iter().any(|c| run.contains(*c))
                }
            });
            covered && reached
        })
    }
}

impl From<&OwnPullRequest> for WorkItem {
    fn from(row: &OwnPullRequest) -> Self {
        let opened_at = EpochMs(row.opened_at);
        let merged_at = row.merged_at.map(EpochMs);
        WorkItem {
            repository: row.repository.clone(),
            number: row.number,
            title: row.title.clone(),
            opened_at,
            merged_at,
            hours: merged_at.map(|merged| merged.hours_since(opened_at)),
            lines: row.changed_lines,
        }
    }
}

fn merged_hours(items: &[WorkItem]) -> Vec<f64> {
    items.iter().filter_map(|item| item.hours).collect()
}
