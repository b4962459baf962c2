//! What estimators with an effect per unit and per period share: which of these effects can be told apart, and the
//! system that gives them.

mod components;
mod equations;
mod masks;

pub(crate) use components::Components;
pub(crate) use equations::{Equations, Solved};
