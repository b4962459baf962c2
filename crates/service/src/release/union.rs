//! Figures over several sprints or groups: each metric from the facts of exactly those cells in which it is shown, so
//! that a longer period never tells more than its sprints do.

use std::collections::{BTreeMap, HashMap};

use domain::{
    EpochMs, SprintKey, TeamKey,
    figure::{Figure, FigureState, MetricId, Remark},
    period::GroupKind,
};
use metrics::{Enrolled, Part, Selection};
use store::releases::Release;

use super::{
    facts::Facts,
    groups::Group,
    rows::{hidden, is_countable},
};
use crate::recompute::{Context, as_of, items_from, people_of};

/// What is shown of sprints: releases by group and sprint.
#[derive(Default)]
pub(crate) struct Shown(HashMap<(GroupKind, String, String), Release>);

impl Shown {
    /// Those that come later replace those that came before.
    pub(crate) fn extend(&mut self, releases: impl IntoIterator<Item = Release>) {
        let keyed = |r: Release| ((r.group, r.group_key.clone(), r.period_key.clone()), r);
        self.0.extend(releases.into_iter().map(keyed));
    }

    pub(crate) fn get(&self, group: &Group, sprint: &str) -> Option<&Release> {
        self.0.get(&(group.kind(), group.key().to_owned(), sprint.to_owned()))
    }
}

/// A figure with how many of the sprints (of each group) it was computed from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Over {
    pub(crate) figure: Figure,
    pub(crate) counted: usize,
    pub(crate) of: usize,
    pub(crate) remark: Option<Remark>,
}

pub(crate) struct Lens<'a> {
    context: &'a Context,
    facts: &'a Facts,
    shown: &'a Shown,
    known_until: BTreeMap<&'a TeamKey, EpochMs>,
}

type Place<'r> = (usize, &'r str, &'r Release);

impl<'a> Lens<'a> {
    pub(crate) fn new(context: &'a Context, facts: &'a Facts, shown: &'a Shown) -> Self {
        let newest = |team: &'a TeamKey| (team, as_of(&facts.team(team).pull_requests));
        Self { context, facts, shown, known_until: context.sprints.keys().map(newest).collect() }
    }

    /// One metric over these sprints of these groups.
    pub(crate) fn one_over(&self, asked: &[(Group, Vec<&str>)], metric: MetricId) -> Over {
        let nothing = || Over { figure: no_data(metric), counted: 0, of: 0, remark: None };
        self.over(asked, &[metric]).pop().unwrap_or_else(nothing)
    }

    /// Figures over these sprints of these groups. Cohorts and repositories only one at a time: their people and work
    /// may lie in several groups.
    pub(crate) fn over(&self, asked: &[(Group, Vec<&str>)], metrics: &[MetricId]) -> Vec<Over> {
        let groups: Vec<&Group> = asked.iter().map(|(group, _)| group).collect();
        let cells: Vec<Place<'_>> = asked
            .iter()
            .enumerate()
            .flat_map(|(at, (_, sprints))| sprints.iter().map(move |sprint| (at, *sprint)))
            .filter_map(|(at, sprint)| Some((at, sprint, self.shown.get(groups[at], sprint)?)))
            .collect();
        let mut alike: BTreeMap<Vec<usize>, Vec<MetricId>> = BTreeMap::new();
        for metric in metrics {
            let countable = (0..cells.len()).filter(|at| is_countable(cells[*at].2, *metric)).collect();
            alike.entry(countable).or_default().push(*metric);
        }
        let mut found = HashMap::new();
        for (countable, metrics) in alike {
            let places: Vec<Place<'_>> = countable.iter().map(|at| cells[*at]).collect();
            for figure in self.figures(&groups, &places, &metrics) {
                found.insert(figure.metric, (figure, countable.len()));
            }
        }
        metrics.iter().filter_map(|metric| Some(over(found.remove(metric)?, &cells))).collect()
    }

    fn figures(&self, groups: &[&Group], places: &[Place<'_>], metrics: &[MetricId]) -> Vec<Figure> {
        let mut parts = Vec::new();
        let mut teams = Vec::new();
        for (at, sprint, _) in places {
            for team in self.teams_of(groups[*at]) {
                parts.extend(self.part(groups[*at], team, sprint));
                teams.push(team);
            }
        }
        let people = groups.first().map_or_else(Vec::new, |group| self.people(group));
        let selection = match groups.first() {
            Some(Group::Cohort(_)) => Selection::People(&people),
            Some(Group::Repository { number, .. }) => Selection::Repository(*number),
            _ => Selection::All,
        };
        let has_defects = groups.iter().all(|group| group.has_defects());
        let known_until = teams.iter().filter_map(|team| self.known_until.get(*team).copied()).max();
        let group = metrics::Group {
            selection,
            tracks_defects: has_defects && teams.iter().any(|team| self.context.tracks_defects(team)),
            ..metrics::Group::new(&parts, known_until.unwrap_or(EpochMs(0)))
        };
        metrics::figures_of(&group, metrics).into_iter().map(privacy::guard).collect()
    }

    /// The teams whose facts a group's figures are made of.
    pub(super) fn teams_of(&self, group: &Group) -> Vec<&'a TeamKey> {
        match group {
            Group::Team(team) => {
                self.context.sprints.get_key_value(team).map(|(team, _)| team).into_iter().collect()
            }
            Group::Cohort(key) => {
                let cohort = self.context.cohorts.iter().find(|cohort| cohort.key == *key);
                cohort.map_or_else(Vec::new, |cohort| self.context.teams_of(cohort))
            }
            Group::Organisation | Group::Repository { .. } => self.context.sprints.keys().collect(),
        }
    }

    fn part(&self, group: &Group, team: &'a TeamKey, sprint: &str) -> Option<Part<'a>> {
        let span = self.context.sprints(team).iter().find(|s| s.key.as_str() == sprint)?.span;
        let facts = self.facts.team(team);
        let defects = if group.has_defects() { &facts.defects[..] } else { &[] };
        Some(Part { span, pull_requests: items_from(&facts.pull_requests, span.start), defects })
    }

    fn people(&self, group: &Group) -> Vec<Enrolled> {
        let Group::Cohort(key) = group else { return vec![] };
        let cohort = self.context.cohorts.iter().find(|cohort| cohort.key == *key);
        cohort.map_or_else(Vec::new, |cohort| people_of(self.context, cohort))
    }

    /// The sprints of a group inside the baseline, in order of time.
    pub(crate) fn baseline(&self, group: &Group) -> Vec<&'a SprintKey> {
        let mut sprints = Vec::new();
        for team in self.teams_of(group) {
            let own = self.context.sprints(team);
            let Some(span) = self.context.baseline(own) else { continue };
            sprints.extend(own.iter().filter(|s| s.span.start >= span.start && s.span.end <= span.end));
        }
        sprints.sort_by_key(|sprint| (sprint.span.start, &sprint.key));
        let mut keys: Vec<&SprintKey> = Vec::new();
        for sprint in sprints {
            if !keys.contains(&&sprint.key) {
                keys.push(&sprint.key);
            }
        }
        keys
    }
}

fn no_data(metric: MetricId) -> Figure {
    Figure { state: FigureState::NoData, ..hidden(metric) }
}

fn over((figure, counted): (Figure, usize), cells: &[Place<'_>]) -> Over {
    let of = cells.len();
    if counted == 0 && of > 0 {
        let metric = figure.metric;
        return Over { figure: hidden(metric), counted, of, remark: Some(why_hidden(metric, cells)) };
    }
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let partly = Remark::Partly { counted: count(counted), of: count(of) };
    let remark = match figure.state {
        FigureState::Suppressed => Some(Remark::TooFewPeople),
        _ => (counted < of).then_some(partly),
    };
    Over { figure, counted, of, remark }
}

/// Too few people only where that is so in all of them.
fn why_hidden(metric: MetricId, cells: &[Place<'_>]) -> Remark {
    let few = |(_, _, release): &Place<'_>| release.remarks.contains(&(metric, Remark::TooFewPeople));
    if cells.iter().all(few) { Remark::TooFewPeople } else { Remark::WouldReveal }
}
