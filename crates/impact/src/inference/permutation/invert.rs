//! The interval of constant effects that the test does not reject.
//!
//! Taking an effect τ off every cell that had really joined moves the estimate of an assignment from a to a − τ·b, and
//! the observed one from o to o − τ. The assignment counts against rejecting τ while |a − τb| ≥ |o − τ|; that holds at
//! τ = o and stops at one place on either side, so the ends of the interval are order statistics of those places.

use super::evaluate::Pair;

/// `None` where an end is open.
pub(super) fn interval(
    observed: f64,
    found: &[Pair],
    without_estimate: usize,
    exact: bool,
    level: f64,
) -> Option<(f64, f64)> {
    // In an exact test the observed assignment is among those found; otherwise it is the one added.
    let always = without_estimate + usize::from(!exact);
    let upper = end(found, always, level, |pair| reach(observed, pair.estimate, pair.joined))?;
    let lower = end(found, always, level, |pair| reach(-observed, -pair.estimate, pair.joined))?;
    Some((-lower, upper))
}

/// The highest τ at which more than 1 − level of all assignments still count.
fn end(found: &[Pair], always: usize, level: f64, reach: impl Fn(&Pair) -> f64) -> Option<f64> {
    let mut reaches: Vec<f64> = found.iter().map(reach).collect();
    reaches.extend(std::iter::repeat_n(f64::INFINITY, always));
    reaches.sort_by(|a, b| b.total_cmp(a));
    let all = reaches.len() as f64;
    let place = (1..=reaches.len()).find(|&count| count as f64 / all > 1.0 - level + 1e-12)?;
    reaches.get(place - 1).copied().filter(|end| end.is_finite())
}

/// How far above the observed estimate τ may rise before |a − τb| < τ − o.
fn reach(observed: f64, estimate: f64, joined: f64) -> f64 {
    let sides = [(observed + estimate, 1.0 + joined), (observed - estimate, 1.0 - joined)];
    let stops = sides.map(|(most, slope)| {
        if slope > 1e-12 {
            most / slope
        } else if most >= observed * slope - 1e-12 {
            f64::INFINITY
        } else {
            observed
        }
    });
    stops[0].max(stops[1]).max(observed)
}
