//! The programme on one page: two outcomes against their baseline, teams that joined beside teams that have not,
//! and how each wave took part. Plain before and after; it says so, and claims no cause.

mod sides;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{
    TeamKey,
    figure::{Figure, FigureState, MetricId, Remark},
    period::GroupKind,
};
use jiff::civil::Date;
use store::{cells::SPRINT, releases::Release};

use crate::{
    ProgrammeFigures, Service, ServiceError,
    recompute::Context,
    release::{Facts, Lens, Shown},
    roster::Roster,
};
use sides::Sides;

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

/// A set of teams before and now, over their sprints that are shown. Counts are per sprint and team, so that few teams
/// compare with many.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    pub teams: usize,
    pub baseline: Figure,
    pub now: Figure,
    /// How many sprints of teams both were computed from.
    pub baseline_sprints: Counted,
    pub now_sprints: Counted,
}

/// How many sprints, each team's its own, a figure was computed from; in the others it is hidden.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    pub counted: usize,
    pub of: usize,
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
        let Some(programme) = &roster.programme else { return Ok(None) };
        let _alone = self.all_facts.lock().await;
        let mut tx = self.store.snapshot().await?;
        let context = Context::load(&mut tx).await?;
        let facts = Facts::of(tx.all_blocks().await?)?;
        let mut shown = Shown::default();
        shown.extend(tx.releases_of(GroupKind::Team, SPRINT).await?);
        drop(tx);
        let lens = Sides { lens: Lens::new(&context, &facts, &shown), periods: periods(&roster, &context) };
        let teams: Vec<&TeamKey> = roster.teams.iter().map(|team| &team.key).collect();
        let (joined, others): (Vec<&TeamKey>, Vec<&TeamKey>) =
            teams.iter().copied().partition(|team| roster.has_joined(team));
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
            waves: lens.waves(&roster, &teams, &labs, programme),
        }))
    }

    /// Each cohort's labs in the newest sprint, where they are shown as they are now.
    async fn labs_by_cohort(&self, roster: &Roster) -> Result<BTreeMap<String, Figure>, ServiceError> {
        let metric = MetricId::LabsCompleted;
        let releases = self.store.releases_at(GroupKind::Cohort, roster.horizon).await?;
        let labs = |release: Release| {
            let is_held = release.remarks.contains(&(metric, Remark::Held));
            let figure = release.figures.into_iter().find(|figure| figure.metric == metric && !is_held)?;
            Some((release.group_key, figure))
        };
        Ok(releases.into_iter().filter_map(labs).collect())
    }
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
