//! Placebo in time: what would be found had units joined earlier than they did?

use crate::{
    error::{Result, invalid},
    panel::Panel,
};

/// The panel with every unit joining so many periods early, and the cells since it really joined left out. Any estimate
/// of it should be near 0; if it is not, joiners were changing before they joined.
///
/// # Errors
/// `Invalid` where the shift is not at least 1.
pub fn placebo(panel: &Panel, shift: i64) -> Result<Panel> {
    if shift < 1 {
        return invalid(format!("a placebo is at least one period early, not {shift}"));
    }
    let before = panel.keeping(|unit, period| !panel.is_treated(unit, period));
    Ok(before.with_joined(|unit| unit.joined.map(|joined| joined.saturating_sub(shift))))
}
