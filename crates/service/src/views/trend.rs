//! A group's figures over its sprints, beside its baseline and this moment.

use domain::{
    EpochMs, Span,
    figure::{Figure, FigureState, MetricId, Remark},
    period::GroupKind,
};
use store::{
    cells::{BASELINE, NOW},
    releases::Release,
};

use crate::{Service, ServiceError};

/// Guarded figures of one group and period, with what has to be said beside them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    figures: Vec<Figure>,
    remarks: Vec<(MetricId, Remark)>,
}

impl Figures {
    /// Those of too few people are hidden.
    pub fn guarded(figures: Vec<Figure>) -> Self {
        Self { figures: privacy::guard_all(figures), remarks: vec![] }
    }

    /// What was released.
    pub(crate) fn released(release: Release) -> Self {
        Self { remarks: release.remarks, ..Self::guarded(release.figures) }
    }

    /// The same with something said beside one of them.
    #[must_use]
    pub fn with_remark(mut self, metric: MetricId, remark: Remark) -> Self {
        self.remarks.retain(|(of, _)| *of != metric);
        self.remarks.push((metric, remark));
        self
    }

    /// Why the figure is hidden, or what it leaves out.
    pub fn remark(&self, metric: MetricId) -> Option<Remark> {
        self.remarks.iter().find(|(of, _)| *of == metric).map(|(_, remark)| *remark)
    }

    /// Does the figure leave out a correction that concerns too few people?
    pub fn is_held(&self, metric: MetricId) -> bool {
        self.remark(metric) == Some(Remark::Held)
    }

    /// The figure, or "no data" where the period has none.
    pub fn get(&self, metric: MetricId) -> Figure {
        let found = self.figures.iter().find(|figure| figure.metric == metric).cloned();
        found.unwrap_or(Figure {
            metric,
            value: None,
            n: 0,
            contributors: 0,
            coverage: None,
            state: FigureState::NoData,
        })
    }

    pub fn value(&self, metric: MetricId) -> Option<f64> {
        self.get(metric).value
    }

    pub fn iter(&self) -> impl Iterator<Item = &Figure> {
        self.figures.iter()
    }
}

/// Whether two sides may stand beside each other.
pub(super) fn may_compare(one: &Figure, other: &Figure) -> bool {
    one.contributors.min(other.contributors) >= privacy::COMPARISON
}

#[derive(Debug, Clone, PartialEq)]
pub struct SprintFigures {
    pub key: String,
    pub span: Span,
    pub figures: Figures,
}

impl SprintFigures {
    pub fn first_day(&self) -> jiff::civil::Date {
        self.span.start.date()
    }

    pub fn last_day(&self) -> jiff::civil::Date {
        EpochMs(self.span.end.0 - 1).date()
    }

    /// How many of `sprints` a baseline's figure was computed from: counts are compared per sprint.
    pub fn sprints_counted(&self, metric: MetricId, sprints: usize) -> usize {
        match self.figures.remark(metric) {
            Some(Remark::Partly { counted, .. }) => counted as usize,
            _ => sprints,
        }
    }
}

/// Sprints that have begun, in order of time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trend {
    pub sprints: Vec<SprintFigures>,
    pub baseline: Option<SprintFigures>,
    pub now: Figures,
    /// The newest instant the group's facts tell of.
    pub known_until: Option<EpochMs>,
}

impl Trend {
    pub fn latest(&self) -> Option<&SprintFigures> {
        self.sprints.last()
    }

    /// How many of the group's sprints lie in its baseline.
    pub fn baseline_sprints(&self, all: &[SprintFigures]) -> usize {
        let Some(baseline) = &self.baseline else { return 0 };
        let inside =
            |s: &&SprintFigures| s.span.start >= baseline.span.start && s.span.end <= baseline.span.end;
        all.iter().filter(inside).count()
    }

    pub(crate) fn of(releases: Vec<Release>) -> Self {
        let mut trend = Trend::default();
        for release in releases {
            let kind = release.period_kind;
            let entry = SprintFigures {
                key: release.period_key.clone(),
                span: release.span,
                figures: Figures::released(release),
            };
            match kind {
                BASELINE => trend.baseline = Some(entry),
                NOW => {
                    trend.known_until = Some(entry.span.start).filter(|at| at.0 > 0);
                    trend.now = entry.figures;
                }
                _ => trend.sprints.push(entry),
            }
        }
        let begun = trend.known_until.unwrap_or(EpochMs(i64::MIN));
        trend.sprints.retain(|sprint| sprint.span.start <= begun);
        trend
    }
}

impl Service {
    pub(crate) async fn trend(&self, group: GroupKind, key: &str) -> Result<Trend, ServiceError> {
        Ok(Trend::of(self.store.releases(group, key).await?))
    }
}
