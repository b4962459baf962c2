//! Donut: the periods just before joining left out, for teams may dip before they join, or start early.

use crate::panel::Panel;

/// The panel without the cells of each unit in this many periods before it joined, in the numbers of the periods.
#[must_use]
pub fn donut(panel: &Panel, periods: i64) -> Panel {
    panel.keeping(|unit, period| {
        panel.event_time(unit, period).is_none_or(|time| time >= 0 || time < periods.saturating_neg())
    })
}
