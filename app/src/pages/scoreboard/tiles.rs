//! A figure of the newest sprint in view as a tile: number, comparison with the baseline, small line, evidence.

use charts::Sparkline;
use domain::{
    figure::{Figure, FigureState, MetricId, Remark},
    period::GroupKind,
};
use service::views::{Scoreboard, SprintFigures};

use super::chart::baseline_slots;
use crate::components::{Link, TileData, TileState};
use crate::pages::drill;
use crate::words::{self, Hidden, Pair, Subject};

/// The figures that guard cycle time.
const GUARDS: [MetricId; 2] = [MetricId::PrSize, MetricId::ReviewDepth];

/// The metric as sentences name it.
pub fn subject(metric: MetricId) -> Subject<'static> {
    let definition = metrics::definition(metric);
    Subject { metric, name: definition.name, unit: definition.unit }
}

/// The tile of a metric; `label` where the page calls it shorter than its definition.
pub fn tile(board: &Scoreboard, metric: MetricId, label: &str) -> TileData {
    let figure = latest(board, metric);
    // Of none, and of a hidden figure, there is nothing to list.
    let some = figure.as_ref().and_then(|figure| figure.value).is_some_and(|value| value > 0.0);
    TileData {
        key: metric.as_str().to_owned(),
        label: label.to_owned(),
        guard: GUARDS.contains(&metric),
        state: state(board, metric, figure.as_ref()),
        link: drill_link(board, metric, "Items").filter(|_| some && drill::lists(metric)),
    }
}

/// The figure of the newest sprint in view.
pub fn latest(board: &Scoreboard, metric: MetricId) -> Option<Figure> {
    board.trend.latest().map(|sprint| sprint.figures.get(metric))
}

fn state(board: &Scoreboard, metric: MetricId, figure: Option<&Figure>) -> TileState {
    let shown = figure.and_then(|figure| Some((figure, figure.value?)));
    let remark = board.trend.latest().and_then(|sprint| sprint.figures.remark(metric));
    let Some((figure, value)) = shown else {
        return TileState::Hidden(hidden_because(metric, figure, remark));
    };
    let guard = guard_words(board, metric, value);
    let sprints = |baseline: &SprintFigures| baseline.sprints_counted(metric, board.baseline_sprints);
    let sprints = board.trend.baseline.as_ref().map_or(board.baseline_sprints, sprints);
    let compared = words::comparison(subject(metric), baseline(board, metric).as_ref(), sprints);
    TileState::Shown {
        reading: words::reading(subject(metric).unit, value),
        unit: counted(metric, value),
        warning: guard.as_ref().is_some_and(|guard| guard.check_for_gaming),
        sentence: guard.map_or(compared, |guard| guard.sentence),
        sparkline: Some(sparkline(board, metric)),
        evidence: words::evidence_with(figure, remark),
    }
}

pub fn hidden(metric: MetricId, figure: Option<&Figure>) -> Hidden {
    hidden_because(metric, figure, None)
}

/// [`hidden`], in the words of what hides it.
pub fn hidden_because(metric: MetricId, figure: Option<&Figure>, remark: Option<Remark>) -> Hidden {
    let state = figure.map_or(FigureState::NoData, |figure| figure.state);
    // A figure without a value is never "shown"; if it were, "no data" is what there is to say.
    words::hidden_because(metric, state, remark).unwrap_or(Hidden {
        label: "No data",
        reason: "There is nothing to show yet.".to_owned(),
        remedy: "",
    })
}

pub fn baseline(board: &Scoreboard, metric: MetricId) -> Option<Figure> {
    board.trend.baseline.as_ref().map(|baseline| baseline.figures.get(metric))
}

/// What a count counts: `3 defects`.
fn counted(metric: MetricId, value: f64) -> Option<String> {
    let (one, many) = match metric {
        MetricId::DefectsAfterRelease | MetricId::DefectsBeforeRelease => ("defect", "defects"),
        _ => return None,
    };
    Some(if (value - 1.0).abs() < f64::EPSILON { one } else { many }.to_owned())
}

fn guard_words(board: &Scoreboard, metric: MetricId, value: f64) -> Option<words::Guard> {
    let cycle = MetricId::CycleTime;
    let cycle_time = Pair { current: latest(board, cycle)?.value?, baseline: baseline(board, cycle)?.value? };
    words::guard(metric, cycle_time, Pair { current: value, baseline: baseline(board, metric)?.value? })
}

fn sparkline(board: &Scoreboard, metric: MetricId) -> String {
    let value = |sprint: &SprintFigures| sprint.figures.value(metric);
    let values = board.trend.sprints.iter().map(value).collect();
    Sparkline { values, baseline: baseline_slots(board) }.render()
}

/// `Show the 96 of this sprint`: the items behind the newest figure.
pub fn items(board: &Scoreboard, metric: MetricId) -> Option<Link> {
    let n = latest(board, metric).filter(|figure| figure.value.is_some())?.n;
    drill_link(board, metric, &format!("Show the {} of this sprint", words::count(n)))
}

/// A cohort has no list of items: its people's work lies in their teams.
fn drill_link(board: &Scoreboard, metric: MetricId, text: &str) -> Option<Link> {
    let sprint = board.trend.latest()?;
    let href = drill::address(&board.key, &sprint.key, metric);
    (board.group == GroupKind::Team).then(|| Link::new(text, href))
}
