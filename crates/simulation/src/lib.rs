//! Do the estimators keep their word? Programmes whose truth is known are made up by the hundred, every estimator is
//! asked about each of them, and what comes out stands beside published figures and bars.
//!
//! [`Design`] says what is made up, [`World`] is one draw of it; [`study`] asks and counts, [`bars`] judges.

pub mod bars;
pub mod design;
pub mod estimators;
pub mod newest;
pub mod published;
pub mod scenario;
pub mod study;
pub mod tally;
pub mod text;
pub mod world;

pub use design::Design;
pub use scenario::Scenario;
pub use study::{Study, run};
pub use world::World;
