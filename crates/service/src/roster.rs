//! The organisation as pages need it: teams, cohorts, who is where. Read once for each revision of the figures,
//! since it changes seldom and every page asks for it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::{
    EpochMs, PersonKey, TeamKey, calendar::Mark, cohort::Cohort, figure::MetricId, period::GroupKind,
    programme::Programme,
};
use store::{
    Revision, cells::BASELINE, cohorts::Enrolled, people::Membership, releases::Release, teams::Team,
};

use crate::{Service, ServiceError, views::Figures};

pub(crate) struct Roster {
    /// Of the directory, when this was read.
    pub(crate) revision: i64,
    pub(crate) teams: Vec<Team>,
    pub(crate) cohorts: Vec<Cohort>,
    pub(crate) enrolments: Vec<Enrolled>,
    pub(crate) memberships: Vec<Membership>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) programme: Option<Programme>,
    /// The newest instant the facts tell of.
    pub(crate) horizon: EpochMs,
    /// Guarded.
    pub(crate) baselines: HashMap<String, Figures>,
    /// By team, the cohorts its people are or were in, by wave.
    cohorts_of: BTreeMap<TeamKey, Vec<usize>>,
}

/// The roster of a revision, shared by the pages that ask for it.
pub(crate) type RosterCache = Arc<tokio::sync::Mutex<Option<(i64, Arc<Roster>)>>>;

impl Service {
    pub(crate) async fn roster(&self) -> Result<Arc<Roster>, ServiceError> {
        let revision = *self.revision.borrow();
        let mut cache = self.rosters.lock().await;
        if let Some((seen, roster)) = cache.as_ref()
            && *seen == revision
        {
            return Ok(Arc::clone(roster));
        }
        let roster = Arc::new(self.load_roster().await?);
        *cache = Some((revision, Arc::clone(&roster)));
        Ok(roster)
    }

    /// Reads the roster now, whatever was read before.
    pub(crate) async fn load_roster(&self) -> Result<Roster, ServiceError> {
        // First: what changes while the rest is read shows as another revision.
        let revision = self.store.revision(Revision::Directory).await?;
        let cohorts = self.store.cohorts().await?;
        let enrolments = self.store.enrolments().await?;
        let memberships = self.store.memberships().await?;
        let baselines = self.store.releases_of(GroupKind::Team, BASELINE).await?;
        let guarded = |release: Release| (release.group_key.clone(), Figures::released(release));
        Ok(Roster {
            revision,
            teams: self.store.teams().await?,
            marks: self.store.marks().await?,
            programme: self.store.programme().await?,
            horizon: self.store.horizon().await?.unwrap_or_else(|| self.now()),
            baselines: baselines.into_iter().map(guarded).collect(),
            cohorts_of: cohorts_of(&cohorts, &enrolments, &memberships),
            cohorts,
            enrolments,
            memberships,
        })
    }
}

fn cohorts_of(
    cohorts: &[Cohort],
    enrolments: &[Enrolled],
    memberships: &[Membership],
) -> BTreeMap<TeamKey, Vec<usize>> {
    let mut teams: HashMap<PersonKey, Vec<&TeamKey>> = HashMap::new();
    for membership in memberships {
        teams.entry(membership.person_key).or_default().push(&membership.team);
    }
    let mut found: BTreeMap<TeamKey, Vec<usize>> = BTreeMap::new();
    for enrolled in enrolments {
        let Some(at) = cohorts.iter().position(|cohort| cohort.key == enrolled.cohort) else { continue };
        for team in teams.get(&enrolled.person_key).into_iter().flatten() {
            found.entry((*team).clone()).or_default().push(at);
        }
    }
    for list in found.values_mut() {
        list.sort_unstable();
        list.dedup();
    }
    found
}

impl Roster {
    pub(crate) fn team(&self, key: &TeamKey) -> Option<&Team> {
        self.teams.iter().find(|team| team.key == *key)
    }

    /// The cohorts that a team's people are or were in, by wave.
    pub(crate) fn cohorts_of(&self, team: &TeamKey) -> impl Iterator<Item = &Cohort> {
        self.cohorts_of.get(team).into_iter().flatten().filter_map(|at| self.cohorts.get(*at))
    }

    /// The wave that a team joined with.
    pub(crate) fn first_wave(&self, team: &TeamKey) -> Option<u16> {
        self.cohorts_of(team).map(|cohort| cohort.wave).min()
    }

    pub(crate) fn has_joined(&self, team: &TeamKey) -> bool {
        self.cohorts_of.contains_key(team)
    }

    /// The teams that a cohort's people are or were in.
    pub(crate) fn teams_of(&self, cohort: &Cohort) -> impl Iterator<Item = &Team> {
        let at = self.cohorts.iter().position(|other| other.key == cohort.key);
        self.teams.iter().filter(move |team| {
            at.is_some_and(|at| self.cohorts_of.get(&team.key).is_some_and(|list| list.contains(&at)))
        })
    }

    pub(crate) fn headcount(&self, team: &TeamKey, at: EpochMs) -> u64 {
        let members = self.memberships.iter().filter(|m| m.team == *team && m.span.contains(at));
        let mut people: Vec<PersonKey> = members.map(|m| m.person_key).collect();
        people.sort_unstable();
        people.dedup();
        people.len() as u64
    }

    /// Those enrolled on a day or later: who has not left by then, whenever they joined.
    pub(crate) fn enrolled_on<'a>(
        &'a self,
        cohort: &'a Cohort,
        day: jiff::civil::Date,
    ) -> impl Iterator<Item = &'a Enrolled> {
        let on = move |e: &&Enrolled| e.enrolment.left_on.is_none_or(|left| left > day);
        self.enrolments.iter().filter(|e| e.cohort == cohort.key).filter(on)
    }

    /// A team's cycle time in the baseline, in hours, where it may be shown.
    pub(crate) fn baseline_cycle_time(&self, team: &TeamKey) -> Option<f64> {
        self.baselines.get(team.as_str())?.value(MetricId::CycleTime)
    }
}
