//! The cross-check: the effect of each wave in each sprint, from one comparison at a time.

use ::impact::{
    error::Result,
    group_time::{self, Aggregation, Cell, Estimate, Options},
    panel::Panel,
};

use super::super::view::{EventPoint, GroupTime, GroupTimePoint, Interval};

/// Its standard errors are those of large samples, and so is the width of its intervals.
const NORMAL: f64 = 1.959_963_984_540_054;

pub(super) fn cross_check(panel: &Panel) -> Result<GroupTime> {
    let fit = group_time::GroupTime::of(panel, Options::default())?;
    let simple = fit.aggregate(Aggregation::Simple, None)?.overall;
    let dynamic = fit.aggregate(Aggregation::Dynamic { balance: None }, None)?;
    let event = |part: &group_time::Part| EventPoint {
        since_joining: part.at,
        effect: part.estimate.effect,
        interval: interval(part.estimate),
        teams: fit.cells().iter().filter(|cell| cell.event_time() == part.at).map(|cell| cell.units).sum(),
    };
    let point = |cell: &Cell| GroupTimePoint {
        joined: cell.joined,
        sprint: cell.period,
        effect: cell.estimate.effect,
        interval: interval(cell.estimate),
    };
    let words = |out: &group_time::LeftOut| match out.period {
        Some(period) => format!("wave of sprint {} in sprint {period}: {}", out.joined, out.why.words()),
        None => format!("wave of sprint {}: {}", out.joined, out.why.words()),
    };
    Ok(GroupTime {
        effect: simple.effect,
        interval: interval(simple),
        by_event: dynamic.parts.iter().map(event).collect(),
        cells: fit.cells().iter().map(point).collect(),
        not_estimated: fit.left_out().iter().map(words).collect(),
    })
}

fn interval(estimate: Estimate) -> Option<Interval> {
    let half = NORMAL * estimate.standard_error;
    (half > 0.0 && half.is_finite())
        .then_some(Interval { low: estimate.effect - half, high: estimate.effect + half })
}
