//! A figure of the newest sprint in view as a tile: number, comparison with the baseline, small line, evidence.

use charts::Sparkline;
use domain::figure::{Figure, MetricId, Unit};
use service::views::{Scoreboard, SprintFigures};

use super::chart::baseline_slots;
use crate::components::{Link, Meter, MeterTileData, TileData, TileState};
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
    let latest = board.trend.latest();
    let figure = latest.map(|sprint| sprint.figures.get(metric));
    TileData {
        key: metric.as_str().to_owned(),
        label: label.to_owned(),
        guard: GUARDS.contains(&metric),
        state: state(board, metric, figure.as_ref()),
        link: None,
    }
}

fn state(board: &Scoreboard, metric: MetricId, figure: Option<&Figure>) -> TileState {
    let shown = figure.and_then(|figure| Some((figure, figure.value?)));
    let Some((figure, value)) = shown else { return TileState::Hidden(hidden(metric, figure)) };
    let guard = guard_words(board, metric, value);
    let compared = words::comparison(subject(metric), baseline(board, metric).as_ref(), board.baseline_sprints);
    TileState::Shown {
        reading: words::reading(subject(metric).unit, value),
        unit: counted(metric, value),
        warning: guard.as_ref().is_some_and(|guard| guard.check_for_gaming),
        sentence: guard.map_or(compared, |guard| guard.sentence),
        sparkline: Some(sparkline(board, metric)),
        evidence: words::evidence(figure),
    }
}

pub fn hidden(metric: MetricId, figure: Option<&Figure>) -> Hidden {
    let state = figure.map_or(domain::figure::FigureState::NoData, |figure| figure.state);
    // A figure without a value is never "shown"; if it were, "no data" is what there is to say.
    words::hidden(metric, state).unwrap_or(Hidden {
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
    let current = board.trend.latest()?.figures.value(cycle)?;
    let cycle_time = Pair { current, baseline: baseline(board, cycle)?.value? };
    words::guard(metric, cycle_time, Pair { current: value, baseline: baseline(board, metric)?.value? })
}

fn sparkline(board: &Scoreboard, metric: MetricId) -> String {
    let value = |sprint: &SprintFigures| sprint.figures.value(metric);
    let values = board.trend.sprints.iter().map(value).collect();
    Sparkline { values, baseline: baseline_slots(board) }.render()
}

/// A figure of adoption as a bar.
pub fn meter(board: &Scoreboard, metric: MetricId, label: &str) -> MeterTileData {
    let figure = board.trend.latest().map(|sprint| sprint.figures.get(metric));
    let shown = figure.as_ref().and_then(|figure| Some((figure.value?, figure.n)));
    let state = shown.map(|(value, n)| bar(subject(metric).unit, value, n));
    MeterTileData {
        key: metric.as_str().to_owned(),
        label: label.to_owned(),
        state: state.ok_or_else(|| not_held(metric, figure.as_ref())),
    }
}

/// Huddles belong to learning sprints: none in another sprint is nothing to mend.
fn not_held(metric: MetricId, figure: Option<&Figure>) -> Hidden {
    let empty = figure.is_none_or(|figure| figure.state == domain::figure::FigureState::NoData);
    if metric == MetricId::SessionsAttended && empty {
        let reason = "No huddle was held in this sprint.".to_owned();
        return Hidden { label: "None held", reason, remedy: "They belong to the learning sprint." };
    }
    hidden(metric, figure)
}

/// Shares are told as so many of so many, which says how much stands behind them.
fn bar(unit: Unit, value: f64, n: u64) -> Meter {
    let done = if unit == Unit::Share { value * n as f64 } else { value };
    Meter { done: whole(done), of: n, as_share: false }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of people or labs")]
fn whole(value: f64) -> u64 {
    value.round().max(0.0) as u64
}

/// A small tile without picture, for what is looked at now and then.
pub fn line(board: &Scoreboard, metric: MetricId) -> (String, String) {
    let momentary = matches!(metric, MetricId::Waiting | MetricId::WaitingAge);
    let latest = board.trend.latest().map(|sprint| sprint.figures.get(metric));
    let figure = if momentary { Some(board.trend.now.get(metric)) } else { latest };
    let value = figure.as_ref().and_then(|figure| figure.value);
    let said = value.map(|value| words::reading(subject(metric).unit, value).to_string());
    (subject(metric).name.to_owned(), said.unwrap_or_else(|| hidden(metric, figure.as_ref()).label.to_owned()))
}

/// To the items behind a figure of the newest sprint.
pub fn items(board: &Scoreboard, metric: MetricId) -> Option<Link> {
    let sprint = board.trend.latest()?;
    let n = sprint.figures.get(metric).n;
    (board.group == domain::period::GroupKind::Team && n > 0).then(|| {
        let href = format!("/teams/{}/drill/{}?metric={}", board.key, sprint.key, metric.as_str());
        Link::new(format!("Show the {} of this sprint", words::count(n)), href)
    })
}
