//! Sets of teams side by side: an outcome before and now, sprint by sprint, and wave by wave.

use std::collections::BTreeMap;

use domain::{
    TeamKey,
    figure::{Figure, FigureState, MetricId},
    programme::{Outcome, Programme},
};
use jiff::civil::Date;

use super::{Counted, OutcomeSprint, OutcomeView, RECENT_SPRINTS, Side, WaveLine, union_of_shares};
use crate::{
    release::{Group, Lens, Over},
    roster::Roster,
    views::trend::may_compare,
};

pub(super) struct Sides<'a> {
    pub(super) lens: Lens<'a>,
    pub(super) periods: Vec<(String, Date)>,
}

impl Sides<'_> {
    pub(super) fn outcome(&self, outcome: &Outcome, joined: &[&TeamKey], others: &[&TeamKey]) -> OutcomeView {
        let metric = outcome.metric;
        let ours = self.side(metric, joined);
        OutcomeView {
            metric,
            target_change: outcome.target_change,
            not_joined: beside(&ours, self.side(metric, others)),
            joined: ours,
            guards: metrics::definition(metric)
                .guards
                .iter()
                .map(|guard| self.side(*guard, joined))
                .collect(),
            trend: self.periods.iter().map(|period| self.sprint(metric, period, joined, others)).collect(),
        }
    }

    fn sprint(
        &self,
        metric: MetricId,
        (key, first_day): &(String, Date),
        joined: &[&TeamKey],
        others: &[&TeamKey],
    ) -> OutcomeSprint {
        let (ours, theirs) = (self.over(metric, joined, &[key]), self.over(metric, others, &[key]));
        let comparable = may_compare(&ours.figure, &theirs.figure);
        OutcomeSprint {
            key: key.clone(),
            first_day: *first_day,
            joined: each(ours).value,
            not_joined: each(theirs).value.filter(|_| comparable),
        }
    }

    fn side(&self, metric: MetricId, teams: &[&TeamKey]) -> Side {
        let recent = &self.periods[self.periods.len().saturating_sub(RECENT_SPRINTS)..];
        let recent: Vec<&str> = recent.iter().map(|(key, _)| key.as_str()).collect();
        let now = self.over(metric, teams, &recent);
        let baseline = self.baseline(metric, teams);
        Side {
            teams: teams.len(),
            baseline_sprints: counted(&baseline),
            now_sprints: counted(&now),
            baseline: each(baseline),
            now: each(now),
        }
    }

    fn over(&self, metric: MetricId, teams: &[&TeamKey], sprints: &[&str]) -> Over {
        let asked: Vec<_> = groups(teams).into_iter().map(|group| (group, sprints.to_vec())).collect();
        self.lens.one_over(&asked, metric)
    }

    /// Each team's own sprints of the baseline.
    fn baseline(&self, metric: MetricId, teams: &[&TeamKey]) -> Over {
        let own = |group: Group| {
            let sprints = self.lens.baseline(&group).into_iter().map(domain::SprintKey::as_str).collect();
            (group, sprints)
        };
        let asked: Vec<_> = groups(teams).into_iter().map(own).collect();
        self.lens.one_over(&asked, metric)
    }

    pub(super) fn waves(
        &self,
        roster: &Roster,
        teams: &[&TeamKey],
        labs: &BTreeMap<String, Figure>,
        programme: &Programme,
    ) -> Vec<WaveLine> {
        let mut waves: Vec<u16> = roster.cohorts.iter().map(|cohort| cohort.wave).collect();
        waves.sort_unstable();
        waves.dedup();
        waves.into_iter().map(|wave| self.wave(roster, teams, labs, programme, wave)).collect()
    }

    fn wave(
        &self,
        roster: &Roster,
        teams: &[&TeamKey],
        labs: &BTreeMap<String, Figure>,
        programme: &Programme,
        wave: u16,
    ) -> WaveLine {
        let teams: Vec<&TeamKey> =
            teams.iter().copied().filter(|team| roster.first_wave(team) == Some(wave)).collect();
        let cohorts: Vec<_> = roster.cohorts.iter().filter(|cohort| cohort.wave == wave).collect();
        let name = |team: &&TeamKey| roster.team(team).map_or_else(String::new, |team| team.name.clone());
        let day = |days: Option<Date>| days.unwrap_or(programme.baseline_to);
        WaveLine {
            wave,
            teams: teams.iter().map(name).collect(),
            first_day: day(cohorts.iter().map(|cohort| cohort.first_day).min()),
            last_day: day(cohorts.iter().map(|cohort| cohort.last_day).max()),
            labs_completed: union_of_shares(
                cohorts.iter().filter_map(|cohort| labs.get(cohort.key.as_str())),
            ),
            speed: self.side(programme.speed.metric, &teams),
            quality: self.side(programme.quality.metric, &teams),
        }
    }
}

/// The other side, hidden where either is too small for a comparison.
fn beside(ours: &Side, theirs: Side) -> Side {
    if may_compare(&ours.now, &theirs.now) && may_compare(&ours.baseline, &theirs.baseline) {
        return theirs;
    }
    let hidden = |figure: &Figure| Figure { state: FigureState::Suppressed, ..none(figure.metric) };
    Side { baseline: hidden(&theirs.baseline), now: hidden(&theirs.now), ..theirs }
}

fn groups(teams: &[&TeamKey]) -> Vec<Group> {
    teams.iter().map(|team| Group::Team((*team).clone())).collect()
}

fn counted(over: &Over) -> Counted {
    Counted { counted: over.counted, of: over.of }
}

/// A count over several sprints of teams becomes a count a sprint and team; everything else stays.
fn each(over: Over) -> Figure {
    let Over { figure, counted, .. } = over;
    let is_count = metrics::definition(figure.metric).unit == domain::figure::Unit::Count;
    match figure.value {
        Some(value) if is_count && counted > 0 => Figure { value: Some(value / counted as f64), ..figure },
        _ => figure,
    }
}

fn none(metric: MetricId) -> Figure {
    Figure { metric, value: None, n: 0, contributors: 0, coverage: None, state: FigureState::NoData }
}
