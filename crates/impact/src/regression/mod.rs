//! Regressions with an effect per unit and per period: what others report, with inference that holds for few units.
//!
//! The static coefficient is here for comparison: where effects differ between waves or grow, it is not their mean.
//! [`bacon`] says which comparisons it is made of, [`sun_abraham`] mends the event study.

pub mod bacon;
mod clustered;
pub mod sun_abraham;
#[cfg(test)]
mod tests;
mod two_way_fixed_effects;
pub mod wild_bootstrap;
mod within;

pub use clustered::{ClusterRobust, Robust};
pub use two_way_fixed_effects::TwoWayFixedEffects;
