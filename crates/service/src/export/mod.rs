//! Figures by group and period, as the API, exports and the command line tell them: what may be shown (`lattice`), and
//! for the operator, everything there is, computed with the same function that fills the cells.

mod groups;
mod lattice;
mod periods;
mod windows;

use domain::{
    figure::{Figure, FigureState, MetricId},
    period::{GroupKind, PeriodKind},
};
use metrics::{Group, Part};
use serde::Serialize;

use crate::{
    Service, ServiceError,
    recompute::{Context, MOMENTARY},
};
use groups::GroupItems;
pub use lattice::{Asked, By, FigureLattice, Told};
pub use windows::Window;

/// What to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub by: GroupKind,
    pub period: PeriodKind,
    /// Empty: every metric.
    pub metrics: Vec<MetricId>,
    /// Everything there is, hidden or not; that it was asked for is logged.
    pub unsuppressed: bool,
}

/// One figure of one group and period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureRow {
    pub by: &'static str,
    /// The group's key; empty for what belongs to no team.
    pub group: String,
    pub metric: &'static str,
    /// Metric and version, as in `docs/METRICS.md`.
    pub definition: String,
    /// A sprint's key, a month as `2026-03`, or `all`.
    pub period: String,
    pub value: Option<f64>,
    pub n: u64,
    pub contributors: u64,
    pub coverage: Option<f64>,
    pub state: FigureState,
}

impl Service {
    /// The operator's view of all groups. Pages use `views`, which take a `Viewer`.
    pub async fn figures(&self, question: &Question) -> Result<Vec<FigureRow>, ServiceError> {
        if question.unsuppressed {
            self.log_unsuppressed(question).await?;
        }
        match (question.unsuppressed, question.period) {
            (false, PeriodKind::Sprint) => self.shown_figures(question).await,
            _ => self.every_figure(question).await,
        }
    }

    /// What pages show of sprints.
    async fn shown_figures(&self, question: &Question) -> Result<Vec<FigureRow>, ServiceError> {
        let asked = Asked {
            by: By::from(question.by),
            group: None,
            window: Window::EachSprint,
            metrics: question.metrics.clone(),
        };
        let lattice = self.read_lattice(false).await?;
        let told = lattice.answer(&asked, &lattice.every(asked.by))?;
        Ok(told.iter().map(|told| row(question.by, &told.group, &told.period, &told.figure)).collect())
    }

    /// Of months and of everything at once no partition is kept: they are guarded by the number of people alone, and
    /// for the operator's eyes only.
    async fn every_figure(&self, question: &Question) -> Result<Vec<FigureRow>, ServiceError> {
        let mut tx = self.store.snapshot().await?;
        let context = Context::load(&mut tx).await?;
        let blocks = tx.all_blocks().await?;
        let repositories = tx.repository_names().await?;
        drop(tx);
        let groups = groups::groups(question.by, &context, blocks, &repositories)?;
        Ok(groups.iter().flat_map(|group| rows(question, &context, group)).collect())
    }

    async fn log_unsuppressed(&self, question: &Question) -> Result<(), ServiceError> {
        let mut tx = self.store.begin().await?;
        let subject = format!("figures by {}", question.by.as_str());
        tx.log_change(self.now().0, "operator", "read unsuppressed figures", &subject, "").await?;
        Ok(tx.commit().await?)
    }
}

fn rows(question: &Question, context: &Context, group: &GroupItems<'_>) -> Vec<FigureRow> {
    let mut rows = Vec::new();
    for (period, parts) in periods::periods(question.period, context, group) {
        let figures = figures(question, context, group, &period, &parts);
        let guard = |f: Figure| if question.unsuppressed { f } else { privacy::guard(f) };
        rows.extend(
            figures.into_iter().map(guard).map(|figure| row(question.by, &group.key, &period, &figure)),
        );
    }
    rows
}

fn figures(
    question: &Question,
    context: &Context,
    group: &GroupItems<'_>,
    period: &str,
    parts: &[Part<'_>],
) -> Vec<Figure> {
    let members = group.members(context, question.period, period, parts);
    let group = Group {
        selection: group.selection(),
        tracks_defects: group.tracks_defects,
        members: members.as_deref(),
        ..Group::new(parts, group.known_until)
    };
    metrics::figures_of(&group, &asked(question))
}

/// What is waiting now belongs to no sprint and no month.
fn asked(question: &Question) -> Vec<MetricId> {
    let metrics = if question.metrics.is_empty() { MetricId::ALL } else { &question.metrics[..] };
    let holds = |metric: &&MetricId| question.period == PeriodKind::All || !MOMENTARY.contains(metric);
    metrics.iter().filter(holds).copied().collect()
}

fn row(by: GroupKind, group: &str, period: &str, figure: &Figure) -> FigureRow {
    FigureRow {
        by: by.as_str(),
        group: group.to_owned(),
        metric: figure.metric.as_str(),
        definition: metrics::definition_id(figure.metric),
        period: period.to_owned(),
        value: figure.value,
        n: figure.n,
        contributors: figure.contributors,
        coverage: figure.coverage,
        state: figure.state,
    }
}
