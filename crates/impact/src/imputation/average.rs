//! What is averaged over: an estimand is a weight per joined cell.

use std::collections::BTreeMap;

use crate::panel::Unit;

/// An average of the effects of joined cells. Weights are normalised over the cells that are there.
#[derive(Debug, Clone, PartialEq)]
pub struct Average {
    over: Over,
    max_event_time: Option<i64>,
}

#[derive(Debug, Clone, PartialEq)]
enum Over {
    Everything,
    EventTime(i64),
    Wave(i64),
    Unit(String),
    Weighted(BTreeMap<String, f64>),
}

impl Average {
    /// Every joined cell counts the same.
    pub const fn simple() -> Self {
        Self::over(Over::Everything)
    }

    /// The cells this many periods after joining.
    pub const fn event_time(event_time: i64) -> Self {
        Self::over(Over::EventTime(event_time))
    }

    /// The cells of the units that joined in this period.
    pub const fn wave(joined: i64) -> Self {
        Self::over(Over::Wave(joined))
    }

    /// The cells of the unit of this name.
    pub fn unit(name: impl Into<String>) -> Self {
        Self::over(Over::Unit(name.into()))
    }

    /// A weight per unit by name, such as its dose; a unit that is not named has none.
    pub const fn weighted(by_unit: BTreeMap<String, f64>) -> Self {
        Self::over(Over::Weighted(by_unit))
    }

    /// Only cells up to so many periods after joining.
    #[must_use]
    pub fn up_to(self, max_event_time: Option<i64>) -> Self {
        Self { max_event_time, ..self }
    }

    /// How much a joined cell counts, before normalising.
    pub fn weight(&self, unit: &Unit, event_time: i64) -> f64 {
        if self.max_event_time.is_some_and(|most| event_time > most) {
            return 0.0;
        }
        match &self.over {
            Over::Everything => 1.0,
            Over::EventTime(wanted) => f64::from(*wanted == event_time),
            Over::Wave(wanted) => f64::from(Some(*wanted) == unit.joined),
            Over::Unit(wanted) => f64::from(*wanted == unit.name),
            Over::Weighted(by_unit) => by_unit.get(&unit.name).copied().unwrap_or(0.0),
        }
    }

    /// Whether units of one wave are interchangeable in it.
    pub(crate) const fn is_by_wave(&self) -> bool {
        matches!(self.over, Over::Everything | Over::EventTime(_) | Over::Wave(_))
    }

    const fn over(over: Over) -> Self {
        Self { over, max_event_time: None }
    }
}
