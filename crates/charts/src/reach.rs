//! How far an axis of estimates goes: as far as their intervals, unless one of them is so wide that nothing else could
//! be read. Such an interval is cut at the plot's edge and ends in an arrow.

use crate::canvas::{Canvas, Drawn};
use crate::frame::Frame;
use crate::ink::Ink;
use crate::model::Estimate;
use crate::ticks::Ticks;

/// An interval may reach this many times as far from nothing as the furthest estimate.
const FURTHEST: f64 = 4.0;

/// Half the width of an arrow's head, and its height.
const ARROW: i32 = 4;

/// The value axis of estimates; nothing (zero) is always on it.
pub fn ticks(estimates: &[Estimate]) -> Option<Ticks> {
    let furthest = estimates.iter().map(|estimate| estimate.value.abs()).fold(0.0, f64::max);
    let limit = if furthest > 0.0 { furthest * FURTHEST } else { f64::INFINITY };
    let reach = |estimate: &Estimate| {
        let (low, high) = estimate.interval.unwrap_or((estimate.value, estimate.value));
        [estimate.value, low.max(-limit), high.min(limit)]
    };
    if estimates.is_empty() { None } else { Ticks::around_zero(estimates.iter().flat_map(reach)) }
}

/// The interval as an upright line.
pub fn interval(canvas: &Canvas, frame: &Frame, x: i32, estimate: Estimate) -> Drawn {
    let Some((low, high)) = estimate.interval else { return Ok(()) };
    let (from, to) = (frame.within(high), frame.within(low));
    let (top, bottom) = (frame.y(from), frame.y(to));
    canvas.path(vec![(x, top), (x, bottom)], Ink::Interval)?;
    if from < high {
        canvas.path(vec![(x - ARROW, top + ARROW), (x, top), (x + ARROW, top + ARROW)], Ink::Interval)?;
    }
    if to > low {
        canvas.path(
            vec![(x - ARROW, bottom - ARROW), (x, bottom), (x + ARROW, bottom - ARROW)],
            Ink::Interval,
        )?;
    }
    Ok(())
}
