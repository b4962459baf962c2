//! A group's figures over its sprints, beside its baseline and this moment.

use domain::{
    EpochMs, Span,
    figure::{Figure, FigureState, MetricId},
    period::GroupKind,
};
use store::cells::{BASELINE, Cell, NOW};

use crate::{Service, ServiceError};

/// Guarded figures of one group and period.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures(Vec<Figure>);

impl Figures {
    /// The only way to make some: those of too few people are hidden.
    pub fn guarded(figures: Vec<Figure>) -> Self {
        Self(privacy::guard_all(figures))
    }

    /// The figure, or "no data" where the period has none.
    pub fn get(&self, metric: MetricId) -> Figure {
        let found = self.0.iter().find(|figure| figure.metric == metric).cloned();
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
        self.0.iter()
    }
}

/// A comparison is shown for at least this many people a side.
const COMPARISON_THRESHOLD: u64 = 8;

/// Whether two sides may stand beside each other.
pub(super) fn may_compare(one: &Figure, other: &Figure) -> bool {
    one.contributors.min(other.contributors) >= COMPARISON_THRESHOLD
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

    /// How many of the group's sprints make up its baseline: counts are compared per sprint.
    pub fn baseline_sprints(&self, all: &[SprintFigures]) -> usize {
        let Some(baseline) = &self.baseline else { return 0 };
        let inside =
            |s: &&SprintFigures| s.span.start >= baseline.span.start && s.span.end <= baseline.span.end;
        all.iter().filter(inside).count()
    }

    pub(crate) fn of(cells: Vec<Cell>) -> Self {
        let mut trend = Trend::default();
        for cell in cells {
            let entry = SprintFigures {
                key: cell.period_key,
                span: cell.span,
                figures: Figures::guarded(cell.figures),
            };
            match cell.period_kind {
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
        Ok(Trend::of(self.store.cells(group, key).await?))
    }
}
