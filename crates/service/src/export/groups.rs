//! The groups that figures are printed for, each with its items.

use std::collections::{BTreeMap, HashMap};

use domain::{
    EpochMs, TeamKey,
    period::{GroupKind, PeriodKind},
};
use metrics::{Enrolled, FactBlock, Member, Part, PullRequestItem, Selection};
use store::facts::StoredBlock;

use crate::{
    ServiceError,
    recompute::{Context, Participation, SprintWindow, as_of, hull},
    release,
};

/// One group: its items by team, since sprints are a team's own.
pub(super) struct GroupItems<'a> {
    pub(super) key: String,
    /// By team key; empty for no team.
    pub(super) facts: Vec<(String, FactBlock)>,
    pub(super) tracks_defects: bool,
    pub(super) known_until: EpochMs,
    people: Option<Vec<Enrolled>>,
    kind: GroupKind,
    cohort: Option<&'a domain::cohort::Cohort>,
}

impl GroupItems<'_> {
    pub(super) fn selection(&self) -> Selection<'_> {
        self.people.as_ref().map_or(Selection::All, |people| Selection::People(people))
    }

    /// Adoption is a matter of teams and cohorts by sprint; other groups and periods have none to show.
    pub(super) fn members(
        &self,
        context: &Context,
        period: PeriodKind,
        key: &str,
        parts: &[Part<'_>],
    ) -> Option<Vec<Member>> {
        if period != PeriodKind::Sprint {
            return None;
        }
        let span = hull(parts.iter().map(|part| &part.span));
        let window = SprintWindow { key, span };
        match self.kind {
            GroupKind::Team => {
                let people = context.members(context.team(&self.key)?, EpochMs(span.end.0 - 1));
                Some(Participation::new(context, window).members(&people))
            }
            GroupKind::Cohort => {
                let people = context.enrolled_during(self.cohort?, span);
                Some(Participation::in_cohort(context, window, self.cohort?).members(&people))
            }
            GroupKind::Repository | GroupKind::Organisation => None,
        }
    }
}

type Facts = BTreeMap<String, FactBlock>;

pub(super) fn groups<'a>(
    by: GroupKind,
    context: &'a Context,
    blocks: Vec<StoredBlock>,
    repositories: &[(i64, String)],
) -> Result<Vec<GroupItems<'a>>, ServiceError> {
    let facts = release::Facts::of(blocks)?.into_teams();
    Ok(match by {
        GroupKind::Team => teams(context, facts),
        GroupKind::Organisation => vec![organisation(context, facts)],
        GroupKind::Repository => by_repository(facts, repositories),
        GroupKind::Cohort => {
            context.cohorts.iter().map(|cohort| cohort_items(context, cohort, &facts)).collect()
        }
    })
}

fn group<'a>(
    kind: GroupKind,
    key: &str,
    facts: Vec<(String, FactBlock)>,
    tracks_defects: bool,
) -> GroupItems<'a> {
    let known_until = as_of(facts.iter().flat_map(|(_, block)| &block.pull_requests));
    GroupItems { key: key.to_owned(), facts, tracks_defects, known_until, people: None, kind, cohort: None }
}

/// Every team, those without facts too, and what belongs to none.
fn teams<'a>(context: &Context, mut facts: Facts) -> Vec<GroupItems<'a>> {
    for team in context.sprints.keys() {
        facts.entry(team.as_str().to_owned()).or_insert_with(|| FactBlock::new(vec![], vec![]));
    }
    let tracked = |team: &str| context.team(team).is_none_or(|team| context.tracks_defects(team));
    facts
        .into_iter()
        .map(|(team, block)| {
            let tracks = tracked(&team);
            group(GroupKind::Team, &team.clone(), vec![(team, block)], tracks)
        })
        .collect()
}

fn organisation<'a>(context: &Context, facts: Facts) -> GroupItems<'a> {
    let tracks = context.sprints.keys().any(|team| context.tracks_defects(team));
    group(GroupKind::Organisation, "organisation", facts.into_iter().collect(), tracks)
}

fn by_repository<'a>(facts: Facts, repositories: &[(i64, String)]) -> Vec<GroupItems<'a>> {
    let mut split: HashMap<u32, BTreeMap<String, Vec<PullRequestItem>>> = HashMap::new();
    for (team, block) in facts {
        for item in block.pull_requests {
            split.entry(item.repository).or_default().entry(team.clone()).or_default().push(item);
        }
    }
    repositories
        .iter()
        .filter_map(|(id, name)| {
            let items = split.remove(&u32::try_from(*id).ok()?)?;
            let facts = items.into_iter().map(|(team, prs)| (team, FactBlock::new(prs, vec![]))).collect();
            Some(group(GroupKind::Repository, name, facts, false))
        })
        .collect()
}

fn cohort_items<'a>(
    context: &'a Context,
    cohort: &'a domain::cohort::Cohort,
    facts: &Facts,
) -> GroupItems<'a> {
    // A team without facts brings its sprints all the same.
    let own =
        |team: &&TeamKey| (team.as_str().to_owned(), facts.get(team.as_str()).cloned().unwrap_or_default());
    let facts = context.teams_of(cohort).iter().map(own).collect();
    GroupItems {
        people: Some(crate::recompute::people_of(context, cohort)),
        cohort: Some(cohort),
        ..group(GroupKind::Cohort, cohort.key.as_str(), facts, false)
    }
}
