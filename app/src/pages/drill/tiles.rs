//! The figure with its guards, and what people did in the same sprint.

use domain::figure::{Figure, MetricId};
use service::views::{Drill, SprintFigures};

use crate::components::{TileData, TileState};
use crate::pages::scoreboard::{hidden_because, subject};
use crate::words;

/// What people did, beside what came of it.
const PRACTICE: [MetricId; 3] = [MetricId::SmallPrShare, MetricId::ChecklistUse, MetricId::TestPassRate];

pub fn tiles(drill: &Drill) -> Vec<TileData> {
    let guards = metrics::definition(drill.metric).guards;
    let practice = PRACTICE.iter().filter(|metric| **metric != drill.metric && !guards.contains(metric));
    let figure = std::iter::once(tile(drill, drill.metric, false));
    let guards = guards.iter().map(|metric| tile(drill, *metric, true));
    figure.chain(guards).chain(practice.map(|metric| tile(drill, *metric, false))).collect()
}

fn tile(drill: &Drill, metric: MetricId, guard: bool) -> TileData {
    let figure = drill.sprint.figures.get(metric);
    TileData {
        key: metric.as_str().to_owned(),
        label: subject(metric).name.to_owned(),
        guard,
        state: state(drill, metric, &figure),
        link: None,
    }
}

fn state(drill: &Drill, metric: MetricId, figure: &Figure) -> TileState {
    let remark = drill.sprint.figures.remark(metric);
    let Some(value) = figure.value else {
        return TileState::Hidden(hidden_because(metric, Some(figure), remark));
    };
    let baseline = drill.baseline.as_ref().map(|baseline| baseline.figures.get(metric));
    let sprints = |baseline: &SprintFigures| baseline.sprints_counted(metric, drill.baseline_sprints);
    let sprints = drill.baseline.as_ref().map_or(drill.baseline_sprints, sprints);
    TileState::Shown {
        reading: words::reading(subject(metric).unit, value),
        unit: None,
        sentence: words::comparison(subject(metric), baseline.as_ref(), sprints),
        warning: false,
        sparkline: None,
        evidence: words::evidence_with(figure, remark),
    }
}
