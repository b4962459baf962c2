//! Trying to break an estimate: does it hang on one team, was it there before joining, did teams dip just before, and
//! how much drift would explain it away?

mod detectable;
mod donut;
mod drift;
mod leave_one_out;
mod placebo;
#[cfg(test)]
mod tests;

pub use detectable::{Detectable, PlannedWave, smallest_detectable_effect};
pub use donut::donut;
pub use drift::{BreakEven, break_even_drift};
pub use leave_one_out::{LeaveOneOut, Without};
pub use placebo::placebo;
