//! What figures say, metric by metric, and what holds for all of them.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test may stop, and say what it skips")]

mod adoption;
mod block;
mod contributors;
mod document;
mod fixtures;
mod flow;
mod golden;
mod naive;
mod practice;
mod properties;
mod quality;
mod selection;
