//! The programme on one page: two outcomes against their baseline, teams that joined beside teams that have not,
//! and how each wave took part. Plain before and after; it says so, and claims no cause.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{
    Span, TeamKey,
    figure::{Figure, FigureState, MetricId},
    period::GroupKind,
    programme::Outcome,
};
use jiff::civil::Date;
use metrics::{FactBlock, Group, Part};
use store::Tx;

use super::trend::may_compare;
use crate::{
    ProgrammeFigures, Service, ServiceError,
    recompute::{Context, as_of, items_from, load},
    roster::Roster,
};

/// The newest sprints that "now" is made of: one alone would jump.
pub const RECENT_SPRINTS: usize = 3;

#[derive(Debug, Clone, PartialEq)]
pub struct ProgrammeView {
    pub name: String,
    pub baseline_from: Date,
    pub baseline_to: Date,
    pub known_until: Date,
    pub cohorts: usize,
    pub people: usize,
    /// Completed of assigned labs over all cohorts, as a share.
    pub labs_completed: Option<Figure>,
    pub speed: OutcomeView,
    pub quality: OutcomeView,
    pub waves: Vec<WaveLine>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeView {
    pub metric: MetricId,
    /// The change aimed at, as a share of the baseline.
    pub target_change: f64,
    pub joined: Side,
    pub not_joined: Side,
    /// What must stand beside the outcome, over the teams that joined.
    pub guards: Vec<Side>,
    pub trend: Vec<OutcomeSprint>,
}

/// An outcome in one sprint; counts are per team. Where either side is too small for a comparison, the teams that
/// have not joined have no figure.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeSprint {
    pub key: String,
    pub first_day: Date,
    pub joined: Option<f64>,
    pub not_joined: Option<f64>,
}

/// A set of teams before and now. Counts are per sprint and team, so that few teams compare with many.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    pub teams: usize,
    pub baseline: Figure,
    pub now: Figure,
}

#[derive(Debug, Clone, PartialEq)]
pub struct WaveLine {
    pub wave: u16,
    pub teams: Vec<String>,
    pub first_day: Date,
    pub last_day: Date,
    /// Completed of assigned labs, as a share.
    pub labs_completed: Option<Figure>,
    pub speed: Side,
    pub quality: Side,
}

/// The view of a revision, shared by those who look at it.
pub type ProgrammeCache = Arc<tokio::sync::Mutex<Option<(i64, Arc<Option<ProgrammeView>>)>>>;

impl ProgrammeFigures<'_> {
    /// `None`: no programme has been set up.
    pub async fn view(&self) -> Result<Arc<Option<ProgrammeView>>, ServiceError> {
        let service = self.service;
        let revision = *service.revision.borrow();
        let mut cache = service.programmes.lock().await;
        if let Some((seen, view)) = cache.as_ref()
            && *seen == revision
        {
            return Ok(Arc::clone(view));
        }
        let view = Arc::new(service.programme_view().await?);
        *cache = Some((revision, Arc::clone(&view)));
        Ok(view)
    }
}

impl Service {
    async fn programme_view(&self) -> Result<Option<ProgrammeView>, ServiceError> {
        let roster = self.roster().await?;
        let mut tx = self.store.snapshot().await?;
        let context = Context::load(&mut tx).await?;
        let facts = facts(&mut tx, &roster).await?;
        drop(tx);
        let Some(programme) = &roster.programme else { return Ok(None) };
        let lens = Lens { context: &context, facts: &facts, periods: periods(&roster, &context) };
        let joined: Vec<&TeamKey> = lens.facts.keys().filter(|team| roster.has_joined(team)).collect();
        let others: Vec<&TeamKey> = lens.facts.keys().filter(|team| !roster.has_joined(team)).collect();
        let labs = self.labs_by_cohort(&roster).await?;
        Ok(Some(ProgrammeView {
            name: programme.name.clone(),
            baseline_from: programme.baseline_from,
            baseline_to: programme.baseline_to,
            known_until: roster.horizon.date(),
            cohorts: roster.cohorts.len(),
            people: roster.cohorts.iter().map(|c| roster.enrolled_on(c, roster.horizon.date()).count()).sum(),
            labs_completed: union_of_shares(labs.values()),
            speed: lens.outcome(&programme.speed, &joined, &others),
            quality: lens.outcome(&programme.quality, &joined, &others),
            waves: lens.waves(&roster, &labs, programme),
        }))
    }

    /// Each cohort's labs in the newest sprint.
    async fn labs_by_cohort(&self, roster: &Roster) -> Result<BTreeMap<String, Figure>, ServiceError> {
        let cells = self.store.cells_at(GroupKind::Cohort, roster.horizon).await?;
        let labs = |figures: Vec<Figure>| figures.into_iter().find(|f| f.metric == MetricId::LabsCompleted);
        Ok(cells.into_iter().filter_map(|cell| Some((cell.group_key, labs(cell.figures)?))).collect())
    }
}

async fn facts(tx: &mut Tx, roster: &Roster) -> Result<BTreeMap<TeamKey, FactBlock>, ServiceError> {
    let mut facts = BTreeMap::new();
    for team in &roster.teams {
        facts.insert(team.key.clone(), load(tx, team.key.as_str()).await?);
    }
    Ok(facts)
}

/// Sprint keys that have begun, with their first day, in order of time.
fn periods(roster: &Roster, context: &Context) -> Vec<(String, Date)> {
    let mut starts: BTreeMap<&str, Date> = BTreeMap::new();
    let begun = context.sprints.values().flatten().filter(|sprint| sprint.span.start <= roster.horizon);
    for sprint in begun {
        let first = sprint.span.start.date();
        let start = starts.entry(sprint.key.as_str()).or_insert(first);
        *start = (*start).min(first);
    }
    let mut periods: Vec<(String, Date)> =
        starts.into_iter().map(|(key, day)| (key.to_owned(), day)).collect();
    periods.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    periods
}

struct Lens<'a> {
    context: &'a Context,
    facts: &'a BTreeMap<TeamKey, FactBlock>,
    periods: Vec<(String, Date)>,
}

impl Lens<'_> {
    fn outcome(&self, outcome: &Outcome, joined: &[&TeamKey], others: &[&TeamKey]) -> OutcomeView {
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
        let figure = |teams: &[&TeamKey]| self.figure(metric, teams, &self.spans(teams, &[key]));
        let (ours, theirs) = (figure(joined), figure(others));
        let comparable = may_compare(&ours, &theirs);
        OutcomeSprint {
            key: key.clone(),
            first_day: *first_day,
            joined: each(ours, 1, joined.len()).value,
            not_joined: each(theirs, 1, others.len()).value.filter(|_| comparable),
        }
    }

    fn side(&self, metric: MetricId, teams: &[&TeamKey]) -> Side {
        let baseline: Vec<(&TeamKey, Span)> = teams
            .iter()
            .filter_map(|team| Some((*team, self.context.baseline(self.context.sprints(team))?)))
            .collect();
        let recent = &self.periods[self.periods.len().saturating_sub(RECENT_SPRINTS)..];
        let keys: Vec<&str> = recent.iter().map(|(key, _)| key.as_str()).collect();
        let now = self.figure(metric, teams, &self.spans(teams, &keys));
        Side {
            teams: teams.len(),
            baseline: each(self.figure(metric, teams, &baseline), self.baseline_sprints(teams), teams.len()),
            now: each(now, keys.len(), teams.len()),
        }
    }

    fn baseline_sprints(&self, teams: &[&TeamKey]) -> usize {
        let count = |team: &&TeamKey| {
            let sprints = self.context.sprints(team);
            let span = self.context.baseline(sprints)?;
            Some(sprints.iter().filter(|s| s.span.start >= span.start && s.span.end <= span.end).count())
        };
        teams.iter().filter_map(count).max().unwrap_or(0)
    }

    /// Each team's own dates of these sprints.
    fn spans<'t>(&self, teams: &[&'t TeamKey], keys: &[&str]) -> Vec<(&'t TeamKey, Span)> {
        let mut spans = Vec::new();
        for team in teams {
            let own = self.context.sprints(team).iter().filter(|sprint| keys.contains(&sprint.key.as_str()));
            spans.extend(own.map(|sprint| (*team, sprint.span)));
        }
        spans
    }

    fn figure(&self, metric: MetricId, teams: &[&TeamKey], spans: &[(&TeamKey, Span)]) -> Figure {
        let part = |(team, span): &(&TeamKey, Span)| {
            let facts = self.facts.get(*team)?;
            let pull_requests = items_from(&facts.pull_requests, span.start);
            Some(Part { span: *span, pull_requests, defects: &facts.defects })
        };
        let parts: Vec<Part<'_>> = spans.iter().filter_map(part).collect();
        let known_until = as_of(self.facts.values().flat_map(|facts| &facts.pull_requests));
        let tracks_defects = teams.iter().any(|team| self.context.tracks_defects(team));
        let group = Group { tracks_defects, ..Group::new(&parts, known_until) };
        let figure = metrics::figures_of(&group, &[metric]).into_iter().next();
        figure.map_or_else(|| none(metric), privacy::guard)
    }

    fn waves(
        &self,
        roster: &Roster,
        labs: &BTreeMap<String, Figure>,
        programme: &domain::programme::Programme,
    ) -> Vec<WaveLine> {
        let mut waves: Vec<u16> = roster.cohorts.iter().map(|cohort| cohort.wave).collect();
        waves.sort_unstable();
        waves.dedup();
        waves.into_iter().map(|wave| self.wave(roster, labs, programme, wave)).collect()
    }

    fn wave(
        &self,
        roster: &Roster,
        labs: &BTreeMap<String, Figure>,
        programme: &domain::programme::Programme,
        wave: u16,
    ) -> WaveLine {
        let first_wave = |team: &TeamKey| roster.cohorts_of(team).map(|cohort| cohort.wave).min();
        let teams: Vec<&TeamKey> = self.facts.keys().filter(|team| first_wave(team) == Some(wave)).collect();
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
    Side { teams: theirs.teams, baseline: hidden(&theirs.baseline), now: hidden(&theirs.now) }
}

/// A count over several sprints and teams becomes a count a sprint and team; everything else stays.
fn each(figure: Figure, sprints: usize, teams: usize) -> Figure {
    let is_count = metrics::definition(figure.metric).unit == domain::figure::Unit::Count;
    match figure.value {
        Some(value) if is_count && sprints > 0 && teams > 0 => {
            Figure { value: Some(value / (sprints * teams) as f64), ..figure }
        }
        _ => figure,
    }
}

/// Shares of disjoint groups into the share of all: numerators and denominators add up.
fn union_of_shares<'a>(figures: impl Iterator<Item = &'a Figure>) -> Option<Figure> {
    let shown: Vec<&Figure> = figures.filter(|figure| figure.value.is_some()).collect();
    let metric = shown.first()?.metric;
    let n: u64 = shown.iter().map(|figure| figure.n).sum();
    let done: f64 = shown.iter().filter_map(|figure| Some(figure.value? * figure.n as f64)).sum();
    let contributors = shown.iter().map(|figure| figure.contributors).sum();
    let value = if n > 0 { Some(done / n as f64) } else { None };
    let state = if value.is_some() { FigureState::Shown } else { FigureState::NoData };
    Some(privacy::guard(Figure { metric, value, n, contributors, coverage: None, state }))
}

fn none(metric: MetricId) -> Figure {
    Figure { metric, value: None, n: 0, contributors: 0, coverage: None, state: FigureState::NoData }
}
