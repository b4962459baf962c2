//! Words computed from figures: numbers, dates and sentences that are true in every state of the data.
//!
//! Everything here is pure; what a metric is called and measured in is handed in (see [`Subject`]).

mod comparison;
mod dates;
mod effect;
mod evidence;
mod finding;
mod guard;
mod lists;
mod numbers;
mod phrases;

pub use comparison::comparison;
pub use dates::{day, moment, range, short_day};
pub use effect::{Differs, between, difference, lower_first, signed_whole};
pub use evidence::{Hidden, evidence, evidence_with, hidden, hidden_because};
pub use finding::{Context, finding};
pub use guard::{Guard, Pair, guard};
pub use lists::listed;
pub use numbers::{Reading, count, plural, reading};
pub use phrases::items;

use domain::figure::{Figure, FigureState, MetricId, Unit};

/// What a sentence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject<'a> {
    pub metric: MetricId,
    /// As the registry of metrics names it: `Cycle time`.
    pub name: &'a str,
    pub unit: Unit,
}

/// The figure's value where it may be shown.
fn shown(figure: Option<&Figure>) -> Option<f64> {
    figure.filter(|f| f.state == FigureState::Shown)?.value.filter(|v| v.is_finite())
}

impl Subject<'_> {
    /// Whether it counts what happens in a sprint, so that ranges of different length compare by the rate. How many
    /// wait or have joined is a state instead, whatever the range.
    fn is_rate(self) -> bool {
        let state = matches!(
            self.metric,
            MetricId::Waiting
                | MetricId::Joined
                | MetricId::LabsCompleted
                | MetricId::JobAidsUsed
                | MetricId::SessionsAttended
        );
        self.unit == Unit::Count && !state
    }

    /// The value as a reader compares it: a rate per sprint, everything else as it is.
    fn comparable(self, value: f64, sprints: usize) -> f64 {
        if self.is_rate() { value / sprints.max(1) as f64 } else { value }
    }

    /// `28 h`, `6.5 a sprint`: the value over so many sprints as a reader compares it.
    pub fn per_sprint(self, value: f64, sprints: usize) -> String {
        format!("{}{}", reading(self.unit, self.comparable(value, sprints)), self.rate_words())
    }

    /// What follows a compared value.
    fn rate_words(self) -> &'static str {
        if self.is_rate() { " a sprint" } else { "" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A figure in this state; its value counts only where it is shown.
    #[expect(clippy::unnecessary_wraps, reason = "sentences take figures that may be absent")]
    pub fn figure(state: FigureState, value: f64) -> Option<Figure> {
        Some(Figure {
            metric: MetricId::CycleTime,
            value: (state == FigureState::Shown).then_some(value),
            n: 96,
            contributors: 11,
            coverage: None,
            state,
        })
    }
}
