//! What is measured and tried on purpose, by `make bench` and by tests.

pub mod attack;
pub mod lrs;
pub mod program;
pub mod torture;
