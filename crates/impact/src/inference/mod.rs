//! How sure: intervals and p-values around any estimator of a panel.

mod blocks;
mod estimator;
mod group_time;
mod jackknife;
mod permutation;
#[cfg(test)]
mod tests;

pub use blocks::Block;
pub use estimator::{Estimator, WaveWeights, probe_weights};
pub use group_time::GroupTimeEffect;
pub use jackknife::{Jackknife, jackknife};
pub use permutation::{Permutation, PermutationOptions, permute};
