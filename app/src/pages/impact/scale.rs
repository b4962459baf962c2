//! A report's numbers as people read them.

use service::impact::view::{Headline, Interval, OutcomeReport, Scale};

use crate::components::Cell;
use crate::words::{self, Differs};

pub fn differs(scale: Scale) -> Differs {
    match scale {
        Scale::Log => Differs::Relative,
        Scale::Share => Differs::Points,
    }
}

/// `−18 %`, `+12 points`.
pub fn effect(scale: Scale, effect: f64) -> String {
    words::difference(differs(scale), scale.per_cent(effect))
}

/// `−29 to −6 %`.
pub fn interval(scale: Scale, interval: Interval) -> String {
    words::between(differs(scale), scale.per_cent(interval.low), scale.per_cent(interval.high))
}

pub fn effect_cell(scale: Scale, value: Option<f64>) -> Cell {
    value.map_or_else(|| Cell::Muted("none".to_owned()), |value| Cell::Text(effect(scale, value)))
}

pub fn interval_cell(scale: Scale, value: Option<Interval>) -> Cell {
    let missing = || Cell::Muted("not known".to_owned());
    value.map_or_else(missing, |value| Cell::Text(interval(scale, value)))
}

/// `0.012`, `< 0.001`.
pub fn p(value: Option<f64>) -> Cell {
    match value {
        None => Cell::Muted("not known".to_owned()),
        Some(p) if p < 0.001 => Cell::Text("< 0.001".to_owned()),
        Some(p) => Cell::Text(format!("{p:.3}")),
    }
}

/// `24 teams, 9 sprints, 1,872 pull requests`.
pub fn evidence(outcome: &OutcomeReport, headline: &Headline) -> String {
    let (one, many) = words::items(outcome.definition.metric);
    let joined = headline.joined_teams as u64;
    format!(
        "{}, {} of them joined, {}, {}",
        words::plural(headline.teams as u64, "team", "teams"),
        words::count(joined),
        words::plural(headline.sprints as u64, "sprint", "sprints"),
        words::plural(headline.items, one, many),
    )
}

/// `1 sprint`, `3 sprints`.
pub fn sprints(count: i64) -> String {
    words::plural(count.unsigned_abs(), "sprint", "sprints")
}
