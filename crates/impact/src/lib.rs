//! Did it work? Estimators, inference and verdicts over a panel of teams and sprints. No IO.
//!
//! Start at [`panel`]: one outcome, teams × sprints, and the sprint each team joined in. [`imputation`] is the headline
//! and [`group_time`] its cross-check; [`inference`] puts intervals and p-values around either, [`doubts`] tries to break
//! them, [`verdict`] says in words what may be said. The rest are the plain tools of two windows, counts and survival.

pub mod adjust;
pub mod counts;
mod distributions;
pub mod dose;
pub mod doubts;
pub mod error;
pub mod gate;
pub mod glm;
pub mod group_time;
pub mod imputation;
pub mod inference;
mod least_squares;
mod linear;
pub mod multiple;
pub mod panel;
pub mod power;
pub mod rates;
pub mod regression;
pub mod samples;
pub mod survival;
pub mod synthetic;
mod two_way;
pub mod verdict;
