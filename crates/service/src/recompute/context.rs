//! What does not change while figures are computed: teams, sprints, memberships, cohorts, learning.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{
    EpochMs, PersonKey, Span, TeamKey,
    cohort::Cohort,
    content::{Content, ContentKind},
    period::Sprint,
    programme::Programme,
};
use store::{Revision, Tx, cohorts::Enrolled, learning::EventItem, people::Membership};

use crate::ServiceError;

pub(crate) struct Context {
    /// Of the directory and of learning, when this was read.
    revisions: (i64, i64),
    pub(crate) programme: Option<Programme>,
    pub(crate) sprints: BTreeMap<TeamKey, Vec<Sprint>>,
    /// By team.
    pub(crate) memberships: Vec<Membership>,
    pub(crate) cohorts: Vec<Cohort>,
    pub(crate) enrolments: Vec<Enrolled>,
    pub(crate) content: HashMap<String, Content>,
    /// By person, each by time.
    pub(crate) events: HashMap<PersonKey, Vec<EventItem>>,
    trackers: HashSet<TeamKey>,
}

impl Context {
    /// The context that was read before, or a new one if anything in it changed since.
    pub(crate) async fn current(known: Option<Self>, tx: &mut Tx) -> Result<Self, ServiceError> {
        let revisions = revisions(tx).await?;
        match known {
            Some(known) if known.revisions == revisions => Ok(known),
            _ => Self::load(tx).await,
        }
    }

    pub(crate) async fn load(tx: &mut Tx) -> Result<Self, ServiceError> {
        // First: what changes while the rest is read shows as another revision the next time.
        let revisions = revisions(tx).await?;
        let mut sprints: BTreeMap<TeamKey, Vec<Sprint>> = BTreeMap::new();
        for team in tx.all_teams().await? {
            sprints.entry(team.key).or_default();
        }
        for sprint in tx.all_sprints().await? {
            sprints.entry(sprint.team.clone()).or_default().push(sprint);
        }
        let mut events: HashMap<PersonKey, Vec<EventItem>> = HashMap::new();
        for event in tx.event_items().await? {
            events.entry(event.person).or_default().push(event);
        }
        let mut memberships = tx.all_memberships().await?;
        memberships.sort_by(|a, b| a.team.cmp(&b.team));
        let content = tx.all_content().await?.into_iter().map(|c| (c.id.as_str().to_owned(), c)).collect();
        Ok(Self {
            revisions,
            programme: tx.programme().await?,
            sprints,
            memberships,
            cohorts: tx.all_cohorts().await?,
            enrolments: tx.all_enrolments().await?,
            content,
            events,
            trackers: tx.tracked_teams().await?.into_iter().collect(),
        })
    }

    pub(crate) fn team(&self, key: &str) -> Option<&TeamKey> {
        self.sprints.keys().find(|team| team.as_str() == key)
    }

    pub(crate) fn sprints(&self, team: &TeamKey) -> &[Sprint] {
        self.sprints.get(team).map_or(&[], Vec::as_slice)
    }

    /// Does an issue tracker report on this team?
    pub(crate) fn tracks_defects(&self, team: &TeamKey) -> bool {
        self.trackers.contains(team)
    }

    /// The people of a team at an instant.
    pub(crate) fn members(&self, team: &TeamKey, at: EpochMs) -> Vec<PersonKey> {
        let now = self.memberships_of(team).iter().filter(|m| m.span.contains(at));
        now.map(|m| m.person_key).collect()
    }

    fn memberships_of(&self, team: &TeamKey) -> &[Membership] {
        let first = self.memberships.partition_point(|m| m.team < *team);
        let end = self.memberships.partition_point(|m| m.team <= *team);
        self.memberships.get(first..end).unwrap_or_default()
    }

    pub(crate) fn enrolled_in<'a>(&'a self, cohort: &'a Cohort) -> impl Iterator<Item = &'a Enrolled> {
        self.enrolments.iter().filter(|e| e.cohort == cohort.key)
    }

    /// The people of a cohort whose time in it touches a span.
    pub(crate) fn enrolled_during(&self, cohort: &Cohort, span: Span) -> Vec<PersonKey> {
        let during = self.enrolled_in(cohort).filter(|e| was_in(e, span));
        during.map(|e| e.person_key).collect()
    }

    /// The teams that a cohort's people were ever in.
    pub(crate) fn teams_of(&self, cohort: &Cohort) -> Vec<&TeamKey> {
        let people: HashSet<PersonKey> = self.enrolled_in(cohort).map(|e| e.person_key).collect();
        let of = |team: &&TeamKey| self.memberships_of(team).iter().any(|m| people.contains(&m.person_key));
        self.sprints.keys().filter(of).collect()
    }

    pub(crate) fn cohorts_touching<'a>(&'a self, team: &'a str) -> impl Iterator<Item = &'a Cohort> {
        self.cohorts.iter().filter(move |cohort| self.teams_of(cohort).iter().any(|t| t.as_str() == team))
    }

    pub(crate) fn labs_of(&self, cohort: &Cohort) -> Vec<&Content> {
        let assigned = |c: &&Content| {
            c.kind == ContentKind::Lab && c.skill.as_ref().is_some_and(|skill| cohort.skills.contains(skill))
        };
        self.content.values().filter(assigned).collect()
    }

    pub(crate) fn kind_of(&self, content: &str) -> Option<ContentKind> {
        self.content.get(content).map(|c| c.kind)
    }

    /// From the start of the first sprint inside the baseline to the end of the last.
    pub(crate) fn baseline(&self, sprints: &[Sprint]) -> Option<Span> {
        let programme = self.programme.as_ref()?;
        let from = EpochMs::from_date(programme.baseline_from);
        let to = EpochMs::from_date(programme.baseline_to.saturating_add(jiff::Span::new().days(1)));
        let margin = domain::time::MS_PER_DAY;
        let inside = |s: &&Sprint| s.span.start.0 >= from.0 - margin && s.span.end.0 <= to.0 + margin;
        let mut within = sprints.iter().filter(inside);
        let first = within.next()?;
        let last = within.next_back().unwrap_or(first);
        Some(Span { start: first.span.start, end: last.span.end })
    }
}

async fn revisions(tx: &mut Tx) -> Result<(i64, i64), ServiceError> {
    Ok((tx.revision(Revision::Directory).await?, tx.revision(Revision::Learning).await?))
}

/// Joined before the span ends, and not left before it starts.
pub(super) fn was_in(enrolled: &Enrolled, span: Span) -> bool {
    let joined = EpochMs::from_date(enrolled.enrolment.joined_on) < span.end;
    let left = enrolled.enrolment.left_on.is_some_and(|day| EpochMs::from_date(day) <= span.start);
    joined && !left
}
