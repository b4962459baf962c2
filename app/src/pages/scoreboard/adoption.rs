//! Adoption in the newest sprint in view, as bars: so many of so many, which says what stands behind a share.

use domain::figure::{Figure, FigureState, MetricId, Unit};
use service::views::Scoreboard;

use super::tiles::{hidden, latest, subject};
use crate::components::{Meter, MeterTileData};
use crate::words::Hidden;

/// A figure of adoption as a bar.
pub fn meter(board: &Scoreboard, metric: MetricId, label: &str) -> MeterTileData {
    let figure = latest(board, metric);
    let shown = figure.as_ref().and_then(|figure| Some(bar(subject(metric).unit, figure.value?, figure.n)));
    MeterTileData {
        key: metric.as_str().to_owned(),
        label: label.to_owned(),
        state: shown.ok_or_else(|| absent(board, metric, figure.as_ref())),
    }
}

/// Nothing to count is not a missing source here: either nobody has joined, or no huddle was due.
fn absent(board: &Scoreboard, metric: MetricId, figure: Option<&Figure>) -> Hidden {
    let empty = figure.is_none_or(|figure| figure.state == FigureState::NoData);
    let somebody = latest(board, MetricId::Joined).is_some_and(|joined| joined.value != Some(0.0));
    match (empty, somebody, metric) {
        (true, false, _) => Hidden {
            label: "Not yet",
            reason: "Nobody here has joined a cohort whose learning sprint has started.".to_owned(),
            remedy: "It is counted from the first learning sprint on.",
        },
        (true, true, MetricId::SessionsAttended) => Hidden {
            label: "None held",
            reason: "No huddle was held in this sprint.".to_owned(),
            remedy: "They belong to the learning sprint.",
        },
        _ => hidden(metric, figure),
    }
}

fn bar(unit: Unit, value: f64, n: u64) -> Meter {
    let done = if unit == Unit::Share { value * n as f64 } else { value };
    Meter { done: whole(done), of: n, as_share: false }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of people or labs")]
fn whole(value: f64) -> u64 {
    value.round().max(0.0) as u64
}
